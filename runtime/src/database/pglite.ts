import { AsyncLocalStorage } from "node:async_hooks";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { PGlite } from "@electric-sql/pglite";
import type { Database } from "./database.ts";
import { migrationsSchema, migrationsTable } from "./migrations.ts";
import type { DatabaseConnection } from "./open.ts";
import { holdsDatabase, keepTemplate, readTemplate, templateFile } from "./pglite-template.ts";
import { sqlClientOf } from "./sql-client.ts";

export async function openPglite(directory: string | null): Promise<DatabaseConnection> {
  const [{ PGlite }, { drizzle }, { migrate }] = await Promise.all([
    import("@electric-sql/pglite"),
    import("drizzle-orm/pglite"),
    import("drizzle-orm/pglite/migrator"),
  ]);
  if (directory !== null) await mkdir(directory, { recursive: true });
  const pglite = await createPglite(PGlite, directory);
  const inTransaction = new AsyncLocalStorage<{ open: boolean }>();
  const guarded = refuseInsideTransaction(pglite, inTransaction);
  const database = drizzle({ client: guarded }) as unknown as Database;
  const sql = sqlClientOf(database);
  const oneByOne = createQueue();
  return {
    kind: "pglite",
    database,
    sql,
    // PGlite queues: while a transaction runs, statements and transactions of others wait.
    transaction: (work) =>
      database.transaction(async (tx) => {
        const inner: Database = tx;
        const state = { open: true };
        try {
          return await inTransaction.run(state, () =>
            work({ database: inner, sql: sqlClientOf(inner) }),
          );
        } finally {
          // What the callback started and left running may use the database from here on.
          state.open = false;
        }
      }),
    migrate: (folder, name) =>
      oneByOne(() =>
        migrate(drizzle({ client: pglite }), {
          migrationsFolder: fileURLToPath(folder),
          migrationsSchema,
          migrationsTable: migrationsTable(name),
        }),
      ),
    exclusively: (work) => oneByOne(() => work(sql)),
    ping: async () => {
      await pglite.query("select 1");
    },
    close: () => pglite.close(),
  };
}

async function createPglite(pgliteClass: typeof PGlite, directory: string | null): Promise<PGlite> {
  const file = templateFile();
  const isNew = directory === null || !(await holdsDatabase(directory));
  const template = isNew ? await readTemplate(file) : null;
  const pglite = await pgliteClass.create(
    directory ?? "memory://",
    template === null ? {} : { loadDataDir: template },
  );
  if (isNew && template === null) await keepTemplate(file, pglite);
  return pglite;
}

/** Runs pieces of work one after the other: no other process has this database open, so this is lock enough. */
function createQueue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
}

/**
 * Inside a transaction, a statement on the database itself would wait for that very transaction, for ever;
 * so it is refused with a sentence.
 */
function refuseInsideTransaction(
  pglite: PGlite,
  inTransaction: AsyncLocalStorage<{ open: boolean }>,
): PGlite {
  const guardedMethods = new Set<PropertyKey>(["query", "exec", "transaction", "sql"]);
  return new Proxy(pglite, {
    get: (target, property) => {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== "function") return value;
      if (guardedMethods.has(property) && inTransaction.getStore()?.open === true) {
        throw new Error(
          "The store outside the transaction was used inside it: expected the `store` that `transaction` hands to its callback.",
        );
      }
      return value.bind(target);
    },
  });
}
