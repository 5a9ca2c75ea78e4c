import type { SqlClient } from "../database/sql-client.ts";
import { identifier } from "./schema.sql.ts";

/** Milliseconds for which the inbox knows a message: a duplicate that comes later has its effect again. */
export const inboxRetentionMs = 7 * 24 * 3_600_000;

/**
 * Records a message with the transaction of its handler. False: it was recorded before, so its effects are there and
 * the handler must do nothing. A concurrent transaction for the same message is waited for.
 */
export async function recordInInbox(
  sql: SqlClient,
  schema: string,
  messageId: string,
): Promise<boolean> {
  const rows = await sql.query(
    `INSERT INTO ${identifier(schema)}.inbox (id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING id`,
    [messageId],
  );
  return rows.length === 1;
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
