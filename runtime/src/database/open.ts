import type { Database } from "./database.ts";
import { openPglite } from "./pglite.ts";
import { openPostgres } from "./postgres.ts";
import type { SqlClient } from "./sql-client.ts";

/** Where the state lives. */
export type DatabaseOptions =
  | { readonly kind: "postgres"; readonly url: string; readonly maxConnections?: number }
  /** PostgreSQL in WASM; `directory: null` keeps it in memory. */
  | { readonly kind: "pglite"; readonly directory: string | null };

/** One transaction, seen by stores and by the runtime's own SQL. */
export interface DatabaseTransaction {
  readonly database: Database;
  readonly sql: SqlClient;
}

/** An open database, shared by all services of a process. */
export interface DatabaseConnection {
  readonly kind: "postgres" | "pglite";
  readonly database: Database;
  readonly sql: SqlClient;
  /** Commits when `work` resolves, rolls back when it rejects. */
  transaction<T>(work: (transaction: DatabaseTransaction) => Promise<T>): Promise<T>;
  /** Applies the migrations of a folder that `name` has not seen yet; safe when several processes start at once. */
  migrate(folder: URL, name: string): Promise<void>;
  /** Runs `work` while no other process runs anything under `exclusively` or `migrate`. */
  exclusively<T>(work: (sql: SqlClient) => Promise<T>): Promise<T>;
  /** Rejects if the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the database; rejects with a `BerrysError` saying how to mend it where it cannot be reached. */
export async function openDatabase(options: DatabaseOptions): Promise<DatabaseConnection> {
  return options.kind === "postgres"
    ? openPostgres(options.url, options.maxConnections ?? 20)
    : openPglite(options.directory);
}
