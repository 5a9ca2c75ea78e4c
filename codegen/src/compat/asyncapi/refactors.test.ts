import fc from "fast-check";
import { expect, test } from "vitest";
import { createSchemaComparer } from "../schema/compare-schemas.ts";
import { compareAsyncapi } from "./compare-asyncapi.ts";
import { documentTree } from "./testing/document-tree.ts";

interface DrawnMessage {
  readonly name: string | null;
  readonly properties: readonly string[];
  readonly type: string;
}

interface DrawnChannel {
  readonly address: string;
  readonly messages: readonly DrawnMessage[];
  readonly actions: readonly ("send" | "receive")[];
}

const message = fc.record({
  name: fc.option(fc.constantFrom("n1", "n2", "n3", "n4")),
  properties: fc.uniqueArray(fc.constantFrom("p", "q", "r", "s"), { minLength: 1 }),
  type: fc.constantFrom("string", "integer", "boolean"),
});

const channel = fc.record({
  address: fc.constantFrom("a", "b", "c.{x}", "d.{x}.{y}"),
  messages: fc.uniqueArray(message, {
    minLength: 1,
    maxLength: 3,
    selector: ({ name, properties, type }) => name ?? `${[...properties].sort()} ${type}`,
  }),
  actions: fc.uniqueArray(fc.constantFrom("send" as const, "receive" as const)),
});

const channels = fc.uniqueArray(channel, { maxLength: 4, selector: ({ address }) => address });

const payloadOf = ({ properties, type }: DrawnMessage) => ({
  type: "object",
  properties: Object.fromEntries(properties.map((name) => [name, { type }])),
});

const bodyOf = (drawn: DrawnMessage, payload: unknown) => ({
  ...(drawn.name === null ? null : { name: drawn.name }),
  payload,
});

/** AsyncAPI 3 with everything in place, or with other keys, other placeholders, another order, and parts in components. */
function version3(drawn: readonly DrawnChannel[], spelling: "plain" | "other") {
  const isOther = spelling === "other";
  const prefix = isOther ? "renamed" : "";
  const order = <T>(items: readonly T[]) => (isOther ? items.toReversed() : items);
  const schemas: Record<string, unknown> = {};
  const entries = order(drawn).map(({ address, messages }, at) => {
    const listed = order(messages).map((one, index) => {
      const name = `S${at}x${index}`;
      schemas[name] = payloadOf(one);
      const payload = isOther ? { $ref: `#/components/schemas/${name}` } : payloadOf(one);
      return [`${prefix}m${messages.indexOf(one)}`, bodyOf(one, payload)];
    });
    const written = isOther ? address.replaceAll("{", "{my_") : address;
    return [`${prefix}${address}`, { address: written, messages: Object.fromEntries(listed) }];
  });
  const operations = order(drawn).flatMap(({ address, actions }) =>
    actions.map((action) => [
      `${prefix}${action} ${address}`,
      { action, channel: { $ref: `#/channels/${prefix}${encodeURIComponent(address)}` } },
    ]),
  );
  return {
    asyncapi: "3.0.0",
    channels: Object.fromEntries(entries),
    operations: Object.fromEntries(operations),
    ...(isOther ? { components: { schemas } } : null),
  };
}

function version2(drawn: readonly DrawnChannel[]) {
  const entries = drawn.map(({ address, messages, actions }) => {
    const oneOf = messages.map((one, index) => ({
      ...bodyOf(one, payloadOf(one)),
      messageId: `id${index}`,
    }));
    const half = (action: string) => [
      action === "send" ? "subscribe" : "publish",
      { message: { oneOf } },
    ];
    return [address, Object.fromEntries(actions.map(half))];
  });
  return { asyncapi: "2.6.0", channels: Object.fromEntries(entries) };
}

const changes = (a: unknown, b: unknown) => {
  const [old, now] = [a, b].map((value) =>
    documentTree({ "asyncapi.json": JSON.stringify(value) }),
  );
  if (old === undefined || now === undefined) return [];
  return compareAsyncapi(old, now, createSchemaComparer(old, now)).map(
    ({ rule, path, message }) => `${rule} ${path}: ${message}`,
  );
};

test("other keys, placeholders, order and components are no change", () => {
  fc.assert(
    fc.property(channels, (drawn) => {
      expect(changes(version3(drawn, "plain"), version3(drawn, "other"))).toEqual([]);
      expect(changes(version3(drawn, "other"), version3(drawn, "plain"))).toEqual([]);
    }),
    { numRuns: 100, seed: 20260103 },
  );
});

test("version 2 and version 3 of one contract are no change", () => {
  const used = channels.filter((drawn) => drawn.every(({ actions }) => actions.length > 0));
  fc.assert(
    fc.property(used, fc.constantFrom("plain", "other"), (drawn, spelling) => {
      expect(changes(version2(drawn), version3(drawn, spelling))).toEqual([]);
      expect(changes(version3(drawn, spelling), version2(drawn))).toEqual([]);
    }),
    { numRuns: 100, seed: 20260104 },
  );
});
