import { afterAll, beforeAll, expect, test } from "vitest";
import { type DatabaseConnection, openDatabase } from "./open.ts";
import { refusedValue } from "./refused-value.ts";

let database: DatabaseConnection;
beforeAll(async () => {
  database = await openDatabase({ kind: "pglite", directory: null });
});
afterAll(() => database.close());
const run = (query: string) => database.sql.query(query).catch((error: unknown) => error);

test.for([
  "select 'no-id'::uuid",
  "select 3000000000::int8::int4",
  "select '2020-13-01'::timestamptz",
  `select '"\\u0000"'::jsonb`,
])("%s is the caller's mistake", async (query) => {
  const error: unknown = await run(query);
  expect(refusedValue(new Error("wrapped", { cause: error }))).toMatchObject({
    code: "invalid_argument",
  });
});

test.for(["select 1 / 0", "select nothing", "insert into nowhere values (1)"])(
  "%s is not",
  async (query) => {
    expect(refusedValue(await run(query))).toBeNull();
  },
);
