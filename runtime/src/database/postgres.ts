import { fileURLToPath } from "node:url";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { BerrysError } from "../errors.ts";
import type { Database } from "./database.ts";
import { migrationsSchema, migrationsTable } from "./migrations.ts";
import type { DatabaseConnection } from "./open.ts";
import { sqlClientOf } from "./sql-client.ts";

/** Any number that nobody else uses for advisory locks: "berrys" in ASCII. */
const lockKey = "108179488764275";

export async function openPostgres(
  url: string,
  maxConnections: number,
): Promise<DatabaseConnection> {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: 10_000,
  });
  // The pool drops an idle connection that breaks by itself; the next query opens another or reports why not.
  pool.on("error", () => undefined);
  // One that breaks while it is in use fails its query as well; unheard, its event would end the process.
  pool.on("connect", (client) => client.on("error", () => undefined));
  const database = drizzle({ client: pool }) as unknown as Database;
  const connection: DatabaseConnection = {
    kind: "postgres",
    database,
    sql: sqlClientOf(database),
    transaction: (work) =>
      borrowed(pool, (client) =>
        drizzle({ client }).transaction((tx) => {
          const inner = tx as unknown as Database;
          return work({ database: inner, sql: sqlClientOf(inner) });
        }),
      ),
    migrate: (folder, name) =>
      locked(pool, async (client) => {
        await migrate(drizzle({ client }), {
          migrationsFolder: fileURLToPath(folder),
          migrationsSchema,
          migrationsTable: migrationsTable(name),
        });
      }),
    exclusively: (work) =>
      locked(pool, (client) => work(sqlClientOf(drizzle({ client }) as unknown as Database))),
    ping: async () => {
      await pool.query("select 1");
    },
    close: () => pool.end(),
  };
  try {
    await connection.ping();
  } catch (cause) {
    await pool.end();
    throw new BerrysError(
      "unavailable",
      `PostgreSQL at ${addressOf(url)} cannot be used: ${reasonOf(cause)}. Set DATABASE_URL to a running server.`,
      { cause },
    );
  }
  return connection;
}

/** Takes a connection for some work: with a pool, Drizzle would keep one for ever on which `begin` fails. */
async function borrowed<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    return await work(client);
  } catch (error) {
    broken = await client.query("select 1").then(
      () => false,
      () => true,
    );
    throw error;
  } finally {
    client.release(broken);
  }
}

async function locked<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query("select pg_advisory_lock($1)", [lockKey]);
    try {
      return await work(client);
    } finally {
      await client.query("select pg_advisory_unlock($1)", [lockKey]).catch(() => {
        broken = true;
      });
    }
  } finally {
    client.release(broken);
  }
}

/** Host and port alone: the rest of a database URL is nobody's business. */
function addressOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "that address";
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(", ");
  return error instanceof Error ? error.message : String(error);
}
