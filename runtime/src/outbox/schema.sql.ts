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

/** Creates the tables of outbox and inbox in `schema` where they are missing. */
export async function createOutboxTables(sql: SqlClient, schema: string): Promise<void> {
  for (const statement of outboxStatements(schema)) await sql.query(statement);
}
