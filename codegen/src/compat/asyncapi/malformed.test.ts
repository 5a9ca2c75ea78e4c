import fc from "fast-check";
import { expect, test } from "vitest";
import { createSchemaComparer } from "../schema/compare-schemas.ts";
import { compareAsyncapi } from "./compare-asyncapi.ts";
import { documentTree } from "./testing/document-tree.ts";

const keys = [
  ..."address messages name payload headers schemaFormat schema contentType correlationId location".split(
    " ",
  ),
  ..."bindings kafka amqp mqtt topic qos key parameters enum default traits action channel reply".split(
    " ",
  ),
  ..."servers host url protocol variables security type scopes flows publish subscribe message".split(
    " ",
  ),
  ..."oneOf tags $ref x-berrys-key x-berrys-retry x-berrys-service x-berrys-sensitive a b".split(
    " ",
  ),
];

const refs = [
  "#/channels/a",
  "#/channels/a/messages/b",
  "#/components/a",
  "#/channels",
  "#",
  "b.yaml",
  "#/a/0",
];

const { anything } = fc.letrec((tie) => ({
  anything: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.constantFrom(
      null,
      true,
      0,
      1,
      "a",
      "send",
      "receive",
      "string",
      "object",
      "{a}.{b}",
      ...refs,
    ),
    fc.array(tie("anything"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie("anything"), { maxKeys: 5 }),
  ),
}));

const document = fc.record(
  {
    asyncapi: fc.constantFrom("2.0.0", "2.6.0", "3.0.0"),
    channels: fc.dictionary(fc.constantFrom("a", "b", "{a}"), anything, { maxKeys: 3 }),
    operations: fc.dictionary(fc.constantFrom("a", "b"), anything, { maxKeys: 3 }),
    servers: anything,
    components: anything,
    defaultContentType: anything,
  },
  { requiredKeys: ["asyncapi"] },
);

const treeOf = (value: unknown) => documentTree({ "asyncapi.json": JSON.stringify(value) });

test("documents of the wrong shape are compared without a crash, and with themselves without a change", () => {
  fc.assert(
    fc.property(document, document, (a, b) => {
      const [old, now] = [treeOf(a), treeOf(b)];
      compareAsyncapi(old, now, createSchemaComparer(old, now));
      expect(compareAsyncapi(old, old, createSchemaComparer(old, old))).toEqual([]);
    }),
    { numRuns: 500, seed: 20260101 },
  );
});

const rich = {
  asyncapi: "3.0.0",
  servers: {
    main: {
      host: "{a}.example.com",
      protocol: "mqtt",
      variables: { a: { enum: ["b"], default: "b" } },
      security: [{ type: "oauth2", scopes: ["r"], flows: { password: { availableScopes: {} } } }],
      bindings: { mqtt: { lastWill: { qos: 1 } } },
    },
  },
  channels: {
    a: {
      address: "a.{b}",
      parameters: { b: { enum: ["c"], location: "$message.payload#/b" } },
      servers: [{ $ref: "#/servers/main" }],
      "x-berrys-retry": { attempts: 3 },
      messages: {
        m: {
          name: "m",
          traits: [{ headers: { properties: { h: { type: "string" } } } }],
          headers: { properties: { g: { type: "string" } } },
          payload: { properties: { p: { "x-berrys-sensitive": true } } },
          correlationId: { location: "$message.header#/h" },
          bindings: { kafka: { key: { type: "string" } } },
        },
      },
    },
  },
  operations: {
    s: {
      action: "send",
      channel: { $ref: "#/channels/a" },
      messages: [{ $ref: "#/channels/a/messages/m" }],
      reply: { channel: { $ref: "#/channels/a" }, address: { location: "$message.header#/h" } },
      tags: [{ name: "t" }],
    },
  },
};

/** Puts a value at the place that the steps lead to, wherever they end. */
function put(value: unknown, steps: readonly number[], part: unknown): unknown {
  const [step, ...others] = steps;
  if (step === undefined || typeof value !== "object" || value === null) return part;
  const names = Object.keys(value);
  const name = names[step % Math.max(1, names.length)];
  if (name === undefined) return part;
  const changed = put((value as Record<string, unknown>)[name], others, part);
  return Array.isArray(value)
    ? value.map((item, index) => (String(index) === name ? changed : item))
    : { ...value, [name]: changed };
}

const mutant = fc
  .array(fc.tuple(fc.array(fc.nat(9), { minLength: 1, maxLength: 7 }), anything), { maxLength: 3 })
  .map((parts) => parts.reduce<unknown>((value, [steps, part]) => put(value, steps, part), rich));

test("a sound document with wrong parts is compared without a crash", () => {
  fc.assert(
    fc.property(mutant, mutant, (a, b) => {
      const [old, now] = [a, b].map((value) => treeOf(Object(value)));
      if (old === undefined || now === undefined) return;
      compareAsyncapi(old, now, createSchemaComparer(old, now));
      expect(compareAsyncapi(old, old, createSchemaComparer(old, old))).toEqual([]);
    }),
    { numRuns: 500, seed: 20260102 },
  );
});
