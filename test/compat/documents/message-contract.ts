import fc from "fast-check";
import { schema } from "../schemas/arbitrary.ts";
import type { Schema, SchemaObject } from "../schemas/json-schema.ts";
import type { MemoryFiles } from "../support/memory-tree.ts";
import { inFiles } from "./split-files.ts";
import { createShelf, mixed, type Shelf, type Style, written } from "./style.ts";

interface Message {
  readonly payload: Schema;
  readonly headers: Schema | null;
}

interface Channel {
  readonly address: string;
  readonly messages: readonly Message[];
  readonly action: "send" | "receive";
}

/** What an application says and hears, apart from how its document is written. */
export interface MessageContract {
  readonly definitions: { readonly A: Schema; readonly B: Schema };
  readonly channels: readonly Channel[];
}

const traced: Schema = {
  type: "object",
  properties: { trace: { type: "string" }, attempt: { type: "integer" } },
  required: ["trace"],
};

const message = fc.record({ payload: schema(2, true), headers: fc.option(fc.constant(traced)) });

/** Contracts of a few channels. */
export const messageContract: fc.Arbitrary<MessageContract> = fc.record({
  definitions: fc.record({ A: schema(1, false), B: schema(2, false) }),
  channels: fc.uniqueArray(
    fc.record({
      address: fc.constantFrom("orders", "orders/{region}", "refunds", "mail.{to}.sent"),
      messages: fc.array(message, { minLength: 1, maxLength: 3 }),
      action: fc.constantFrom("send", "receive"),
    }),
    { minLength: 1, maxLength: 3, selector: ({ address }) => address },
  ),
});

const schemaFormat = "application/schema+json;version=2020-12";

function nameOf({ address }: Channel, index: number): string {
  return `${address.replace(/\W+/g, "_")}.happened_${index}`;
}

/** A document of version 3.0 that says it, in a style. */
export function writeAsyncapi3(contract: MessageContract, style: Style): MemoryFiles {
  const { random } = style;
  const shelf = createShelf(style);
  const channels: Record<string, unknown> = {};
  const operations: Record<string, unknown> = {};
  for (const [at, channel] of contract.channels.entries()) {
    const key = `channel${at}k${random.below(9)}`;
    const messages = channel.messages.map((one, index) => [
      `message${index}k${random.below(9)}`,
      shelf.place("messages", {
        name: nameOf(channel, index),
        contentType: "application/json",
        payload: { schemaFormat, schema: written(one.payload, style) },
        ...(one.headers === null
          ? {}
          : { headers: { schemaFormat, schema: written(one.headers, style) } }),
      }),
    ]);
    channels[key] = mixed<unknown>(
      { ...addressOf(channel, style), messages: mixed(Object.fromEntries(messages), random) },
      random,
    );
    operations[`operation${at}k${random.below(9)}`] = {
      action: channel.action,
      channel: { $ref: `#/channels/${key}` },
      summary: `Told ${random.below(9)} ways.`,
    };
  }
  return documentOf(contract, { asyncapi: "3.0.0", channels, operations }, shelf, style);
}

function addressOf(channel: Channel, { random }: Style): SchemaObject {
  const names = parametersOf(channel);
  const renamed = names.map((name) => [name, `${name}${random.below(9)}`] as const);
  const address = renamed.reduce(
    (text, [name, other]) => text.replace(`{${name}}`, `{${other}}`),
    channel.address,
  );
  const parameters = Object.fromEntries(renamed.map(([, other]) => [other, {}]));
  return names.length === 0 ? { address } : { address, parameters };
}

function parametersOf({ address }: Channel): readonly string[] {
  return [...address.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
}

/** A document of version 2.6 that says it: what others publish, the application receives. */
export function writeAsyncapi2(contract: MessageContract, style: Style): MemoryFiles {
  const shelf = createShelf(style);
  const channels = contract.channels.map((channel) => {
    const { address, parameters } = addressOf(channel, style);
    const messages = channel.messages.map((one, index) =>
      shelf.place("messages", {
        name: nameOf(channel, index),
        contentType: "application/json",
        schemaFormat,
        payload: written(one.payload, style),
        ...(one.headers === null ? {} : { headers: written(one.headers, style) }),
      }),
    );
    const message = messages.length === 1 ? messages[0] : { oneOf: messages };
    const operation = channel.action === "send" ? "subscribe" : "publish";
    const item = { ...(parameters === undefined ? {} : { parameters }), [operation]: { message } };
    return [String(address), item] as const;
  });
  return documentOf(
    contract,
    { asyncapi: "2.6.0", channels: mixed(Object.fromEntries(channels), style.random) },
    shelf,
    style,
  );
}

function documentOf(
  { definitions: { A, B } }: MessageContract,
  parts: SchemaObject,
  shelf: Shelf,
  style: Style,
): MemoryFiles {
  const { random, names } = style;
  // Definitions of another dialect than the document's own say so.
  const $schema = "https://json-schema.org/draft/2020-12/schema";
  const definition = (schema: Schema) => ({ $schema, allOf: [written(schema, style)] });
  const document = {
    ...parts,
    info: { title: `Things ${random.below(9)}`, version: `1.${random.below(9)}.0` },
    components: {
      ...shelf.sections,
      schemas: mixed({ [names.A]: definition(A), [names.B]: definition(B) }, random),
    },
  };
  return inFiles("asyncapi", mixed<unknown>(document, random), random);
}
