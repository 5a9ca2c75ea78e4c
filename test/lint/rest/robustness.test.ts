import { runChecks } from "@berrys/codegen/lint/run-checks";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openContracts } from "../support/open-workspace.ts";

/** Keys that rules look for, so that random documents are not passed over. */
const keys = fc.constantFrom(
  ..."paths components schemas parameters responses headers content schema examples example tags security servers".split(
    " ",
  ),
  ..."properties required type items allOf enum $defs get post put patch delete requestBody operationId name in url".split(
    " ",
  ),
  ..."application/json 200 404 default /a /a/{id} info title version description meta data format deprecated default".split(
    " ",
  ),
);

const anything = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", maxDepth: 6 },
    fc.constantFrom(
      null,
      true,
      false,
      0,
      -1,
      1.5,
      "",
      " ",
      "object",
      "string",
      "array",
      "date-time",
    ),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(keys, tie("value"), { maxKeys: 5 }),
  ),
}));

describe("documents of any form", () => {
  test("no rule throws", async () => {
    const document = fc.dictionary(keys, anything.value, { maxKeys: 6 });
    await fc.assert(
      fc.asyncProperty(document, async (random) => {
        const side = await openContracts({
          "openapi.json": JSON.stringify({ openapi: "3.1.0", ...random }),
        });
        try {
          for (const { message, path } of await runChecks(side, { always: () => true })) {
            expect(message).not.toMatch(/undefined|\[object/);
            expect(path).not.toBe("");
          }
        } finally {
          await side.dispose();
        }
      }),
      { numRuns: 150, seed: 7 },
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
  await work(50);
  const small = await work(150);
  const large = await work(750);
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
