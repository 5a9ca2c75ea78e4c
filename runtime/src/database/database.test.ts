import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { eq } from "drizzle-orm";
import { integer, pgSchema, text } from "drizzle-orm/pg-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPostgres, startPostgres, type TestPostgres } from "../../../test/support/postgres.ts";
import { type DatabaseConnection, openDatabase } from "./open.ts";

const things = pgSchema("things").table("thing", {
  id: text().primaryKey(),
  amount: integer().notNull(),
});

const folder = mkdtempSync(join(tmpdir(), "berrys-migrations-"));
mkdirSync(join(folder, "meta"));
writeFileSync(
  join(folder, "meta/_journal.json"),
  JSON.stringify({
    version: "7",
    dialect: "postgresql",
    entries: [
      { idx: 0, version: "7", when: 1_700_000_000_000, tag: "0000_things", breakpoints: true },
    ],
  }),
);
writeFileSync(
  join(folder, "0000_things.sql"),
  'CREATE SCHEMA "things";\n--> statement-breakpoint\nCREATE TABLE "things"."thing" ("id" text PRIMARY KEY, "amount" integer NOT NULL);\n',
);
const migrations = pathToFileURL(`${folder}/`);
afterAll(() => rmSync(folder, { recursive: true }));

function behavesLikeADatabase(open: () => Promise<DatabaseConnection>): void {
  let connection: DatabaseConnection;
  beforeAll(async () => {
    connection = await open();
    await Promise.all([1, 2, 3].map(() => connection.migrate(migrations, "a-service")));
  }, 60_000);
  afterAll(() => connection.close());

  it("applies a migration once although three start at the same time", async () => {
    const rows = await connection.sql.query<{ hash: string }>(
      "select hash from berrys_migrations.a_service",
    );
    expect(rows).toHaveLength(1);
  });

  it("commits Drizzle and plain SQL of one transaction together", async () => {
    await connection.transaction(async ({ database, sql }) => {
      await database.insert(things).values({ id: "both", amount: 1 });
      await sql.query("update things.thing set amount = amount + $2 where id = $1", ["both", 41]);
    });
    expect(await connection.database.select().from(things).where(eq(things.id, "both"))).toEqual([
      { id: "both", amount: 42 },
    ]);
  });

  it("rolls both back when the work rejects", async () => {
    const work = connection.transaction(async ({ database, sql }) => {
      await database.insert(things).values({ id: "gone", amount: 1 });
      await sql.query("insert into things.thing values ($1, $2)", ["gone too", 2]);
      throw new Error("no");
    });
    await expect(work).rejects.toThrow("no");
    const rows = await connection.sql.query("select 1 from things.thing where id like 'gone%'");
    expect(rows).toEqual([]);
  });

  it("keeps two transactions apart", async () => {
    await connection.database.insert(things).values({ id: "counter", amount: 0 });
    const increment = () =>
      connection.transaction(async ({ sql }) => {
        const [row] = await sql.query<{ amount: number }>(
          "select amount from things.thing where id = $1 for update",
          ["counter"],
        );
        await new Promise((resolve) => setTimeout(resolve, 5));
        await sql.query("update things.thing set amount = $1 where id = 'counter'", [
          (row?.amount ?? 0) + 1,
        ]);
      });
    await Promise.all(Array.from({ length: 8 }, increment));
    const [row] = await connection.sql.query<{ amount: number }>(
      "select amount from things.thing where id = 'counter'",
    );
    expect(row?.amount).toBe(8);
  });

  it("carries json, arrays and null through plain SQL", async () => {
    const [row] = await connection.sql.query(
      "select $1::jsonb as document, $2::text[] as list, $3::text as nothing, $1::jsonb ->> 'a' as again",
      [{ a: [1] }, ["x", "y"], null],
    );
    expect(row).toEqual({ document: { a: [1] }, list: ["x", "y"], nothing: null, again: "[1]" });
  });
}

describe("PGlite", () => {
  behavesLikeADatabase(() => openDatabase({ kind: "pglite", directory: null }));

  it("refuses the outer store inside a transaction instead of waiting for ever", async () => {
    const connection = await openDatabase({ kind: "pglite", directory: null });
    let later: Promise<unknown> = Promise.resolve();
    const work = connection.transaction(async () => {
      later = new Promise((resolve) => setTimeout(resolve, 50)).then(() =>
        connection.sql.query("select 1"),
      );
      await connection.sql.query("select 1");
    });
    await expect(work).rejects.toSatisfy((error: Error) =>
      String(error.cause ?? error).includes("outside the transaction"),
    );
    await expect(later).resolves.toHaveLength(1);
    await connection.close();
  });
});

describe.skipIf(findPostgres() === null)("PostgreSQL", () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.stop());

  describe("open", () => {
    behavesLikeADatabase(() => openDatabase({ kind: "postgres", url: server.url }));
  });

  it("fails a transaction whose connection breaks, and the process goes on", async () => {
    const connection = await openDatabase({ kind: "postgres", url: server.url });
    const work = connection.transaction(async ({ sql }) => {
      const [own] = await sql.query<{ pid: number }>("select pg_backend_pid() as pid");
      await connection.sql.query("select pg_terminate_backend($1)", [own?.pid]);
      // Between two queries nobody waits for the connection: its end is an event and no rejection.
      await new Promise((resolve) => setTimeout(resolve, 100));
      await sql.query("select 1");
    });
    await expect(work).rejects.toThrow();
    await expect(connection.sql.query("select 1 as one")).resolves.toEqual([{ one: 1 }]);
    await connection.close();
  });

  it("gives a connection back that broke before its transaction could begin", async () => {
    const url = server.url;
    const connection = await openDatabase({ kind: "postgres", url, maxConnections: 1 });
    const [own] = await connection.sql.query<{ pid: number }>("select pg_backend_pid() as pid");
    // Another process ends it while this one sleeps, so that nobody here can have noticed.
    const terminate = `const client = new (await import("pg")).default.Client(process.argv[1]);
      await client.connect();
      await client.query("select pg_terminate_backend($1)", [process.argv[2]]);
      await client.end();`;
    const options = { cwd: import.meta.dirname };
    const evaluate = ["--input-type=module", "-e", terminate, url, String(own?.pid)];
    execFileSync(process.execPath, evaluate, options);
    await expect(connection.transaction(({ sql }) => sql.query("select 1"))).rejects.toThrow();
    await expect(connection.sql.query("select 1 as one")).resolves.toEqual([{ one: 1 }]);
    await connection.close();
  });
});

it("says where no PostgreSQL answers, without the password", async () => {
  const opening = openDatabase({ kind: "postgres", url: "postgres://me:secret@127.0.0.1:1/db" });
  await expect(opening).rejects.toThrow(
    /PostgreSQL at 127\.0\.0\.1:1 cannot be used: .*ECONNREFUSED.*DATABASE_URL/,
  );
  await expect(opening).rejects.not.toThrow(/secret/);
});
