import { expect, test } from "vitest";
import { modelOf } from "../load/testing/workspace.ts";
import { emitAll } from "./index.ts";
import { emitOptions } from "./testing/emit.ts";

const many = 1500;
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const series = (length: number, schemaAt: (at: number, isLast: boolean) => unknown) =>
  Object.fromEntries(
    Array.from({ length }, (_, at) => [`S${at}`, schemaAt(at, at === length - 1)]),
  );

/** Emits everything for an OpenAPI document whose one operation answers with the schema `S0`; seconds of processor time. */
async function secondsFor(schemas: unknown): Promise<number> {
  const response = { description: "d", content: { "application/json": { schema: ref("S0") } } };
  return await secondsOf({
    "berrys.yaml": "name: big\ncontracts: { openapi: openapi.json }\n",
    "openapi.json": JSON.stringify({
      openapi: "3.1.0",
      info: { title: "Big", version: "1" },
      paths: { "/s": { get: { operationId: "getS", responses: { 200: response } } } },
      components: { schemas },
    }),
  });
}

async function secondsOf(files: Readonly<Record<string, string>>): Promise<number> {
  const before = process.cpuUsage();
  const { model } = await modelOf(files);
  await emitAll(model, null, emitOptions);
  return process.cpuUsage(before).user / 1e6;
}

const leaf = { type: "string" };
const object = (next: string) => ({ type: "object", properties: { next: ref(next) } });

// Each took from ten seconds to for ever, or overflowed the stack, where a step was quadratic or recursive.
test.each([
  ["aliases", series(many, (at, isLast) => (isLast ? leaf : ref(`S${at + 1}`)))],
  ["allOf", series(many, (at, isLast) => (isLast ? leaf : { allOf: [ref(`S${at + 1}`)] }))],
  ["properties", series(many, (at, isLast) => (isLast ? leaf : object(`S${at + 1}`)))],
  ["a circle", series(many, (at) => object(`S${(at + 1) % many}`))],
  [
    "diamonds",
    series(40, (at, isLast) =>
      isLast
        ? leaf
        : {
            allOf: [ref(`S${at + 1}`), ref(`S${at + 1}`)],
            properties: { [`p${at}`]: leaf },
            unevaluatedProperties: false,
          },
    ),
  ],
])(
  "a long chain of schemas: %s",
  async (_, schemas) => {
    expect(await secondsFor(schemas)).toBeLessThan(6);
  },
  60_000,
);

test("a document with very many channels", async () => {
  const channels = Object.fromEntries(
    Array.from({ length: many }, (_, at) => [
      `c${at}`,
      { address: `c${at}`, messages: { m: { name: `m${at}`, payload: leaf } } },
    ]),
  );
  const operations = Object.fromEntries(
    Array.from({ length: many }, (_, at) => [
      `o${at}`,
      { action: at % 2 === 0 ? "send" : "receive", channel: { $ref: `#/channels/c${at}` } },
    ]),
  );
  const seconds = await secondsOf({
    "berrys.yaml": "name: big\ncontracts: { asyncapi: asyncapi.json }\n",
    "asyncapi.json": JSON.stringify({
      asyncapi: "3.0.0",
      info: { title: "Big", version: "1" },
      channels,
      operations,
    }),
  });
  expect(seconds).toBeLessThan(6);
}, 60_000);
