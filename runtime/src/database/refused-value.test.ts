import { expect, test } from "vitest";
import { openDatabase } from "./open.ts";
import { refusedValue } from "./refused-value.ts";

test.for([
  "select 'no-id'::uuid",
  "select 3000000000::int8::int4",
  "select '2020-13-01'::timestamptz",
  `select '"\\u0000"'::jsonb`,
])("%s is the caller's mistake", async (query) => {
  await using database = await disposable();
  const error: unknown = await database.run(query);
  expect(refusedValue(new Error("wrapped", { cause: error }))).toMatchObject({
    code: "invalid_argument",
  });
});

test.for(["select 1 / 0", "select nothing", "insert into nowhere values (1)"])(
  "%s is not",
  async (query) => {
    await using database = await disposable();
    expect(refusedValue(await database.run(query))).toBeNull();
  },
);

async function disposable() {
  const database = await openDatabase({ kind: "pglite", directory: null });
  return {
    run: (query: string) => database.sql.query(query).catch((error: unknown) => error),
    [Symbol.asyncDispose]: () => database.close(),
  };
}
