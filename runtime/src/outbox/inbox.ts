import type { SqlClient } from "../database/sql-client.ts";
import { identifier } from "./schema.sql.ts";

/** Milliseconds for which the inbox knows a message: a duplicate that comes later has its effect again. */
export const inboxRetentionMs = 7 * 24 * 3_600_000;

/**
 * Records messages with the transaction of their handler. Returns those that were recorded before: their effects are
 * there, and the handler must do nothing about them. A concurrent transaction for one of them is waited for.
 */
export async function recordInInbox(
  sql: SqlClient,
  schema: string,
  messageIds: readonly string[],
): Promise<readonly string[]> {
  // In order, so that two transactions for the same messages do not wait for each other.
  const ids = messageIds.toSorted();
  const rows = await sql.query<{ id: string }>(
    `INSERT INTO ${identifier(schema)}.inbox (id) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING RETURNING id`,
    [ids],
  );
  if (rows.length === ids.length) return [];
  const recorded = new Set(rows.map(({ id }) => id));
  return ids.filter((id) => !recorded.has(id));
}

/** Forgets messages older than `retentionMs`. */
export async function cleanInbox(
  sql: SqlClient,
  schema: string,
  retentionMs: number = inboxRetentionMs,
): Promise<void> {
  await sql.query(
    `DELETE FROM ${identifier(schema)}.inbox WHERE received_at < now() - $1::float8 * interval '1 millisecond'`,
    [retentionMs],
  );
}
