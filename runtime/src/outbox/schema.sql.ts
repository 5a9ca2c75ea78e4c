import type { SqlClient } from "../database/sql-client.ts";

/** A name as SQL identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The statements that create what outbox and inbox need in a service's schema; safe to repeat. */
export function outboxStatements(schema: string): readonly string[] {
  const name = identifier(schema);
  return [
    `CREATE SCHEMA IF NOT EXISTS ${name}`,
    `CREATE TABLE IF NOT EXISTS ${name}.outbox (
       position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
       id text NOT NULL,
       kind text NOT NULL,
       channel text NOT NULL,
       partitions integer NOT NULL,
       key text,
       body text NOT NULL,
       deliver_at bigint,
       priority text,
       refused text,
       created_at timestamptz NOT NULL DEFAULT now()
     )`,
    `CREATE TABLE IF NOT EXISTS ${name}.outbox_relay (
       single boolean PRIMARY KEY DEFAULT true CHECK (single),
       holder text NOT NULL,
       until timestamptz NOT NULL
     )`,
    `CREATE TABLE IF NOT EXISTS ${name}.inbox (
       id text PRIMARY KEY,
       received_at timestamptz NOT NULL DEFAULT now()
     )`,
    `CREATE INDEX IF NOT EXISTS inbox_received_at ON ${name}.inbox (received_at)`,
    `INSERT INTO ${name}.outbox_relay (holder, until) VALUES ('', '-infinity') ON CONFLICT DO NOTHING`,
  ];
}

/** Columns that outboxes of earlier releases lack. */
const addedColumns = [
  ["deliver_at", "bigint"],
  ["priority", "text"],
] as const;

/** Creates the tables of outbox and inbox in `schema` where they are missing, and what older ones lack. */
export async function createOutboxTables(sql: SqlClient, schema: string): Promise<void> {
  for (const statement of outboxStatements(schema)) await sql.query(statement);
  const rows = await sql.query<{ readonly name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = $1 AND table_name = 'outbox'`,
    [schema],
  );
  const known = new Set(rows.map(({ name }) => name));
  // Asked first, since even an alteration that changes nothing waits for every transaction that uses the table.
  for (const [name, type] of addedColumns) {
    if (known.has(name)) continue;
    await sql.query(
      `ALTER TABLE ${identifier(schema)}.outbox ADD COLUMN IF NOT EXISTS ${name} ${type}`,
    );
  }
}
