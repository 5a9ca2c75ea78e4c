import type { DatabaseConnection } from "../../../runtime/src/database/open.ts";
import { openPostgres } from "../../../runtime/src/database/postgres.ts";
import { recordInInbox } from "../../../runtime/src/outbox/inbox.ts";
import { createOutboxTables, identifier } from "../../../runtime/src/outbox/schema.sql.ts";
import { idOf, type MessageName } from "../history.ts";

/** Effects in a database, each in one transaction with its row in the inbox. */
export interface EffectStore {
  readonly database: DatabaseConnection;
  /** Tables for inbox, outbox and effects. */
  createTables(): Promise<void>;
  /** False: the inbox knew the message. `before` runs before the commit. */
  take(message: MessageName, before: () => void): Promise<boolean>;
  /** All effects in the order in which they took place. */
  read(): Promise<readonly MessageName[]>;
  close(): Promise<void>;
}

/** Connections of one process: a paused one keeps rows locked, and whoever waits for them keeps a connection. */
const maxConnections = 16;

/** Opens a schema of a PostgreSQL. */
export async function openEffectStore(url: string, schema: string): Promise<EffectStore> {
  const database = await openPostgres(url, maxConnections);
  const table = `${identifier(schema)}.effects`;
  return {
    database,
    createTables: async () => {
      await createOutboxTables(database.sql, schema);
      await database.sql.query(
        `CREATE TABLE IF NOT EXISTS ${table} (
           position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key text NOT NULL, n integer NOT NULL)`,
      );
    },
    take: (message, before) =>
      database.transaction(async ({ sql }) => {
        if ((await recordInInbox(sql, schema, [idOf(message)])).length > 0) return false;
        const row = [message.key, message.n];
        await sql.query(`INSERT INTO ${table} (key, n) VALUES ($1, $2)`, row);
        before();
        return true;
      }),
    read: () => database.sql.query(`SELECT key, n FROM ${table} ORDER BY position`),
    close: database.close,
  };
}
