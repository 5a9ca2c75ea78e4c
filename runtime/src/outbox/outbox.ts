import type { SqlClient } from "../database/sql-client.ts";
import type { OutgoingMessage, Priority } from "../transports/transport.ts";
import { identifier } from "./schema.sql.ts";

/** A message that waits in the outbox. */
export interface StoredMessage {
  readonly position: string;
  readonly message: OutgoingMessage;
}

/** Drivers differ in what they make of a `bigint`, so that it is read as text. */
interface StoredRow extends Omit<OutgoingMessage, "deliverAt" | "priority"> {
  readonly position: string;
  readonly deliver_at: string | null;
  readonly priority: Priority | null;
}

/**
 * Puts messages into the outbox of `schema` with the caller's transaction: they are sent if it commits, and never if
 * it rolls back. Messages of one key are sent in the order of their transactions as long as these exclude one another,
 * as changes of one row do.
 */
export async function addToOutbox(
  sql: SqlClient,
  schema: string,
  messages: readonly OutgoingMessage[],
): Promise<void> {
  if (messages.length === 0) return;
  await sql.query(
    `INSERT INTO ${identifier(schema)}.outbox
       (id, kind, channel, partitions, key, body, deliver_at, priority)
     SELECT m->>'id', m->>'kind', m->>'channel', (m->>'partitions')::integer, m->>'key', m->>'body',
       (m->>'deliverAt')::bigint, m->>'priority'
     FROM json_array_elements($1::json) WITH ORDINALITY AS e(m, n) ORDER BY n`,
    [JSON.stringify(messages)],
  );
}

/** The oldest messages that wait, in order. */
export async function readOutbox(
  sql: SqlClient,
  schema: string,
  limit: number,
): Promise<readonly StoredMessage[]> {
  const rows = await sql.query<StoredRow>(
    `SELECT position::text AS position, id, kind, channel, partitions, key, body,
       deliver_at::text AS deliver_at, priority
     FROM ${identifier(schema)}.outbox WHERE refused IS NULL ORDER BY outbox.position LIMIT ${limit}`,
  );
  return rows.map(({ position, deliver_at: deliverAt, priority, ...message }) => ({
    position,
    message: {
      ...message,
      ...(deliverAt === null ? null : { deliverAt: Number(deliverAt) }),
      ...(priority === null ? null : { priority }),
    },
  }));
}

/** Forgets messages that were sent. */
export async function removeFromOutbox(
  sql: SqlClient,
  schema: string,
  sent: readonly StoredMessage[],
): Promise<void> {
  await sql.query(
    `DELETE FROM ${identifier(schema)}.outbox
     WHERE position IN (SELECT p::bigint FROM json_array_elements_text($1::json) AS e(p))`,
    [JSON.stringify(sent.map(({ position }) => position))],
  );
}

/** Keeps a message that can never be sent out of the way of the others, with the reason. */
export async function refuseInOutbox(
  sql: SqlClient,
  schema: string,
  stored: StoredMessage,
  reason: string,
): Promise<void> {
  await sql.query(
    `UPDATE ${identifier(schema)}.outbox SET refused = $1 WHERE position = $2::bigint`,
    [reason, stored.position],
  );
}
