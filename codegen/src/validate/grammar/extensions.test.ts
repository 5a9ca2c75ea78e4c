import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { extensions } from "./extensions.ts";

const source = join(import.meta.dirname, "../..");

test("every extension that some part of berrys reads is one that contracts may have", () => {
  const files = globSync("**/*.ts", { cwd: source }).filter((file) => !file.endsWith(".test.ts"));
  const read = files.flatMap((file) => [
    ...readFileSync(join(source, file), "utf8").matchAll(/"(x-berrys-[a-z-]+[a-z])"/g),
  ]);
  const names = new Set(read.map(([, name]) => String(name)));
  expect(names.size).toBeGreaterThan(15);
  expect([...names].filter((name) => !Object.hasOwn(extensions, name))).toEqual([]);
});

describe("limits", () => {
  const check = (name: string, value: unknown) => extensions[name]?.check(value) ?? null;

  test.each([
    100,
    "100/min",
    { requests: 100, window_ms: 60_000 },
    { limit: 5, per: "second" },
    { requests: 5, window_ms: 1_000, by: "address" },
  ])("a rate may be %j", (value) => expect(check("x-berrys-rate-limit", value)).toBeNull());
  test.each([
    0,
    -1,
    1.5,
    "often",
    true,
    [],
    {},
    { requests: 100, windw_ms: 60_000 },
    { requests: 100, window_ms: "soon" },
    { requests: 100, per: "while" },
    { requests: 100, by: "planet" },
  ])("a rate is not %j", (value) =>
    expect(check("x-berrys-rate-limit", value)).toContain("{requests, window_ms}"),
  );
  test.each([
    60,
    0,
    false,
    "no-store",
    "private, max-age=60",
    { max_age: 60 },
    { ttl_ms: 500, scope: "public" },
    { max_age: 60, invalidated_by: ["order.placed"], vary: ["X-Trace"], must_revalidate: true },
  ])("a cache rule may be %j", (value) => expect(check("x-berrys-cache", value)).toBeNull());
  test.each([
    true,
    -1,
    "",
    "max-age=1m",
    "privat",
    {},
    { scope: "private" },
    { max_age: "1m" },
    { max_agee: 60 },
    { max_age: 60, scope: "shared" },
    { max_age: 60, ttl_ms: 1 },
    { max_age: 60, invalidated_by: "order.placed" },
    { max_age: 60, stale_if_error: "long" },
  ])("a cache rule is not %j", (value) =>
    expect(check("x-berrys-cache", value)).toContain("{max_age, scope}"),
  );
});

describe("validators", () => {
  const check = (value: unknown) => extensions["x-berrys-etag"]?.check(value) ?? null;

  test.each(["", "/version", "/meta/version"])("a place may be %j", (value) =>
    expect(check(value)).toBeNull(),
  );
  test.each(["version", 1, true, "/a~2"])("a place is not %j", (value) =>
    expect(check(value)).toContain("a JSON pointer"),
  );
});
