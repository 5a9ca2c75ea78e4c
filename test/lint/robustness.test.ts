import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runChecks } from "@berrys/codegen/lint/run-checks";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { openContracts } from "./support/open-workspace.ts";

const shop = join(import.meta.dirname, "../golden/cases/emit-shop");

/** A whole document in which a few nodes are something else. */
function spoilt(kind: "openapi" | "asyncapi") {
  const whole: unknown = parse(readFileSync(join(shop, `${kind}.yaml`), "utf8"));
  const places = placesOf(whole).filter(({ length }) => length > 1);
  const junk = fc.oneof(
    fc.constantFrom<unknown>(null, true, 0, -1, 1.5, "", " ", "object", [], {}, [null], {
      a: null,
    }),
    fc.constantFrom<unknown>(
      [[]],
      { $ref: "#/info" },
      { type: ["string", 3] },
      [{ name: 3 }],
      ["a", "a"],
    ),
  );
  const change = fc.record({ at: fc.constantFrom(...places), value: junk });
  return fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
    const copy = structuredClone(whole);
    for (const { at, value } of changes) replace(copy, at, value);
    return copy;
  });
}

function placesOf(value: unknown, at: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [at];
  const inner = Object.entries(value).flatMap(([key, item]) => placesOf(item, [...at, key]));
  return [at, ...inner];
}

function replace(root: unknown, at: readonly string[], value: unknown): void {
  let holder = root;
  for (const key of at.slice(0, -1)) {
    if (typeof holder !== "object" || holder === null || !Object.hasOwn(holder, key)) return;
    holder = (holder as Record<string, unknown>)[key];
  }
  const last = at.at(-1);
  if (typeof holder === "object" && holder !== null && last !== undefined)
    Object.assign(holder, { [last]: structuredClone(value) });
}

describe("documents of any form", () => {
  test.each(["openapi", "asyncapi"] as const)("no rule throws on a spoilt %s", async (kind) => {
    await fc.assert(
      fc.asyncProperty(spoilt(kind), async (document) => {
        const side = await openContracts({ [`${kind}.json`]: JSON.stringify(document) });
        try {
          for (const { message, path } of await runChecks(side, { always: () => true })) {
            expect(message).not.toMatch(/undefined|\[object/);
            expect(path).not.toBe("");
          }
        } finally {
          await side.dispose();
        }
      }),
      { numRuns: Number(process.env.LINT_RUNS ?? 40), seed: 7 },
    );
  });

  test("deep, cyclic and shared schemas take neither stack nor patience", async () => {
    const schemas: Record<string, unknown> = {};
    for (let index = 0; index < 4000; index += 1) {
      const next = { $ref: `#/components/schemas/S${(index + 1) % 4000}` };
      schemas[`S${index}`] =
        index % 3 === 0
          ? { type: "object", properties: { next, other: next } }
          : index % 3 === 1
            ? { allOf: [next, { properties: { value: { type: "string" } } }] }
            : { type: "array", items: next };
    }
    const paths = {
      "/s": {
        get: {
          responses: {
            200: {
              content: { "application/json": { schema: { $ref: "#/components/schemas/S0" } } },
            },
          },
        },
      },
    };
    const side = await openContracts({ "openapi.json": { paths, components: { schemas } } });
    expect(side.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    const start = performance.now();
    expect((await runChecks(side)).length).toBeGreaterThan(0);
    expect(performance.now() - start).toBeLessThan(5000);
    await side.dispose();
  });
});

test("chains of compositions take neither memory nor time of their square", async () => {
  const schemas: Record<string, unknown> = {};
  for (let index = 0; index < 4000; index += 1) {
    const next = { $ref: `#/components/schemas/S${(index + 1) % 4000}` };
    schemas[`S${index}`] = { allOf: [next, { properties: { [`p${index}`]: { type: "string" } } }] };
  }
  const side = await openContracts({ "openapi.json": { components: { schemas } } });
  expect((await runChecks(side)).length).toBeGreaterThan(0);
  await side.dispose();
});

test("five times the operations take about five times the work", async () => {
  const work = async (count: number) => {
    const side = await openContracts({ "openapi.json": largeApi(count) });
    const start = process.cpuUsage();
    await runChecks(side);
    const { user } = process.cpuUsage(start);
    await side.dispose();
    return user;
  };
  await work(20);
  const small = await work(80);
  const large = await work(400);
  expect(large / small).toBeLessThan(12);
});

/** An API with a schema and an example for each operation. */
function largeApi(count: number) {
  const paths: Record<string, unknown> = {};
  const schemas: Record<string, unknown> = {};
  for (let index = 0; index < count; index += 1) {
    const ref = { $ref: `#/components/schemas/Thing${index}` };
    schemas[`Thing${index}`] = {
      type: "object",
      required: ["id"],
      properties: {
        id: { type: "string", description: "Id." },
        created_at: { type: "string", format: "date-time", description: "When." },
        state: { type: "string", enum: ["a", "b"], description: "State." },
        parent: { $ref: `#/components/schemas/Thing${Math.max(0, index - 1)}` },
      },
      example: { id: "1", state: "a" },
    };
    paths[`/things${index}/{id}`] = {
      get: {
        operationId: `getThing${index}`,
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        responses: {
          200: { description: "Thing.", content: { "application/json": { schema: ref } } },
        },
      },
    };
  }
  return { paths, components: { schemas } };
}
