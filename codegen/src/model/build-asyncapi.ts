import { nearest } from "../diagnostics/nearest.ts";
import { isObject, member } from "../load/pointer.ts";
import { child, children, idOf, type Located } from "../load/reference.ts";
import { channelModule, dataTypeName, pascalCase, replyTypeName, typeName } from "../names.ts";
import { type BuildContext, docOf, get, layered, ownerOf, raw, textOf } from "./context.ts";
import { type Envelope, readEnvelope } from "./envelope.ts";
import type {
  ChannelNode,
  ChannelOperationNode,
  JsonSchema,
  MessageKind,
  MessageNode,
  RetryPolicy,
  SchemaId,
} from "./model.ts";
import { sensitivePointers } from "./sensitive.ts";

/** The AsyncAPI part of the model. */
export interface AsyncApiPart {
  readonly channels: readonly ChannelNode[];
  readonly messages: readonly MessageNode[];
  readonly channelOperations: readonly ChannelOperationNode[];
  readonly facts: readonly MessageFacts[];
}

/** What validation needs of a message beyond its node. */
export interface MessageFacts {
  readonly node: MessageNode;
  readonly message: Located;
  /** The message, its traits and its channel, strongest first. */
  readonly layers: readonly Located[];
  readonly payload: Located | null;
  readonly envelope: Envelope | null;
}

interface Channel {
  readonly name: string;
  readonly located: Located;
  readonly messages: readonly Message[];
}

interface Message {
  readonly key: string;
  readonly located: Located;
  /** The message and its traits, strongest first. */
  readonly layers: readonly Located[];
  readonly payload: Located | null;
  readonly envelope: Envelope | null;
  readonly type: string;
}

interface Operation {
  readonly name: string;
  readonly located: Located;
  readonly layers: readonly Located[];
  readonly action: "send" | "receive";
  readonly channel: Channel;
  readonly messages: readonly Message[] | null;
  readonly replies: readonly Message[];
}

const defaultRetry: RetryPolicy = { attempts: 5, backoffMs: 200, maxBackoffMs: 30_000 };

/** Reads an AsyncAPI 3 document. */
export function buildAsyncApi(ctx: BuildContext, root: Located): AsyncApiPart {
  const channels = readChannels(ctx, root);
  const operations = readOperations(ctx, root, channels);
  const replies = replySchemas(operations);
  const named = new Set(
    operations.flatMap(({ messages }) => messages ?? []).map(({ located }) => idOf(located)),
  );
  const replyOnly = new Set(
    operations
      .flatMap((operation) => operation.replies.map(({ located }) => idOf(located)))
      .filter((id) => !named.has(id)),
  );
  const carried = channels
    .map((channel) => ({
      ...channel,
      messages: channel.messages.filter(({ located }) => !replyOnly.has(idOf(located))),
    }))
    .filter(({ messages }) => messages.length > 0);
  const typeCounts = countTypes(carried);
  const facts: MessageFacts[] = [];
  const channelNodes = carried.map((channel) => {
    const kind = channelKind(channel);
    const module = channelModule(channel.name, kind);
    if (!ctx.fileModules.has(channel.located.file))
      ctx.fileModules.set(channel.located.file, module);
    for (const message of channel.messages) {
      if (!ctx.fileModules.has(message.located.file))
        ctx.fileModules.set(message.located.file, module);
      const isShared = (typeCounts.get(message.type) ?? 0) > 1;
      facts.push(
        buildMessage(ctx, channel, message, {
          kind,
          module,
          isShared,
          replies: replies.get(idOf(message.located)) ?? [],
        }),
      );
    }
    return channelNode(channel, kind, module);
  });
  return {
    channels: channelNodes,
    messages: facts.map(({ node }) => node),
    channelOperations: operations.flatMap((operation) => operationNode(ctx, operation)),
    facts,
  };
}

function readChannels(ctx: BuildContext, root: Located): readonly Channel[] {
  return children(child(root, "channels")).flatMap(([name, node]) => {
    const located = ctx.resolver.deref(node);
    if (located === null || !isObject(located.value)) return [];
    const messages = children(child(located, "messages")).flatMap(([key, message]) =>
      readMessage(ctx, key, message),
    );
    return [{ name, located, messages }];
  });
}

function readMessage(ctx: BuildContext, key: string, node: Located): readonly Message[] {
  const located = ctx.resolver.deref(node);
  if (located === null || !isObject(located.value)) return [];
  const layers = withTraits(ctx, located);
  const payload = readPayload(ctx, located);
  const envelope = payload === null ? null : readEnvelope(ctx, payload);
  const constant = envelope?.type?.value;
  const name = layered(layers, "name");
  const type =
    typeof name === "string" && name !== "" ? name : typeof constant === "string" ? constant : key;
  return [{ key, located, layers, payload, envelope, type }];
}

function withTraits(ctx: BuildContext, node: Located): readonly Located[] {
  const traits = children(child(node, "traits")).flatMap(
    ([, trait]) => ctx.resolver.deref(trait) ?? [],
  );
  return [node, ...traits.reverse()];
}

/** The payload schema; a multi-format payload is unwrapped when its format is a JSON Schema. */
function readPayload(ctx: BuildContext, message: Located): Located | null {
  const payload = raw(message, "payload");
  if (payload === null) return null;
  const target = ctx.resolver.deref(payload);
  if (target === null) return null;
  const format = member(target.value, "schemaFormat");
  if (typeof format !== "string") return payload;
  if (/^application\/(schema\+(json|yaml)|vnd\.(aai\.asyncapi|oai\.openapi))/.test(format))
    return raw(target, "schema");
  const problem = `The payload has the format \`${format}\`, but only JSON Schema payloads are read.`;
  ctx.report("model/unsupported-schema-format", problem, child(target, "schemaFormat"));
  return null;
}

function readOperations(
  ctx: BuildContext,
  root: Located,
  channels: readonly Channel[],
): readonly Operation[] {
  return children(child(root, "operations")).flatMap(([name, node]) => {
    const located = ctx.resolver.deref(node);
    if (located === null || !isObject(located.value)) return [];
    const action = member(located.value, "action");
    const channel = channelOf(ctx, located, channels);
    if ((action !== "send" && action !== "receive") || channel === null) return [];
    const layers = withTraits(ctx, located);
    const messages =
      raw(located, "messages") === null
        ? null
        : pickMessages(ctx, child(located, "messages"), channel);
    return [
      {
        name,
        located,
        layers,
        action,
        channel,
        messages,
        replies: readReplies(ctx, located, channels),
      },
    ];
  });
}

function channelOf(ctx: BuildContext, node: Located, channels: readonly Channel[]): Channel | null {
  const target = get(ctx, node, "channel");
  if (target === null) return null;
  const found = channels.find(({ located }) => idOf(located) === idOf(target));
  if (found === undefined) {
    const message = `The channel \`${idOf(target)}\` is not among the document's \`channels\`.`;
    ctx.report("model/channel-not-declared", message, child(node, "channel"));
  }
  return found ?? null;
}

function pickMessages(ctx: BuildContext, list: Located, channel: Channel): readonly Message[] {
  return children(list).flatMap(([, item]) => {
    const target = ctx.resolver.deref(item);
    if (target === null) return [];
    const found = channel.messages.find(({ located }) => idOf(located) === idOf(target));
    if (found !== undefined) return [found];
    const keys = channel.messages.map(({ key }) => key);
    const best = nearest(target.pointer.split("/").at(-1) ?? "", keys);
    ctx.report(
      "model/message-not-in-channel",
      `The channel \`${channel.name}\` does not carry the message \`${idOf(target)}\`.`,
      item,
      {
        hint:
          best === null
            ? undefined
            : `did you mean \`#/channels/${channel.name}/messages/${best}\`?`,
      },
    );
    return [];
  });
}

function readReplies(
  ctx: BuildContext,
  operation: Located,
  channels: readonly Channel[],
): readonly Message[] {
  const reply = get(ctx, operation, "reply");
  if (reply === null) return [];
  const channel = channelOf(ctx, reply, channels);
  const list = raw(reply, "messages");
  if (channel === null) return [];
  return list === null ? channel.messages : pickMessages(ctx, list, channel);
}

/** Message → the messages that answer it, by place. */
function replySchemas(operations: readonly Operation[]): ReadonlyMap<string, readonly Message[]> {
  const found = new Map<string, readonly Message[]>();
  for (const { messages, channel, replies } of operations) {
    if (replies.length === 0) continue;
    for (const { located } of messages ?? channel.messages) found.set(idOf(located), replies);
  }
  return found;
}

function countTypes(channels: readonly Channel[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { messages } of channels) {
    for (const type of new Set(messages.map((message) => message.type)))
      counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return counts;
}

function channelKind(channel: Channel): MessageKind {
  const stated = member(channel.located.value, "x-berrys-kind");
  if (stated === "command" || stated === "event") return stated;
  const [first] = channel.messages;
  return first === undefined ? "event" : messageKind(first, "event");
}

function messageKind({ layers, envelope }: Message, fallback: MessageKind): MessageKind {
  if (envelope?.kind === "event" || envelope?.kind === "command") return envelope.kind;
  const stated = layered(layers, "x-berrys-kind");
  return stated === "command" || stated === "event" ? stated : fallback;
}

function channelNode(
  { name, located, messages }: Channel,
  messageKind: MessageKind,
  module: string,
): ChannelNode {
  const partitions = member(located.value, "x-berrys-partitions");
  return {
    kind: "channel",
    name,
    doc: docOf(located),
    origin: { file: located.file, pointer: located.pointer },
    messageKind,
    address: textOf(located, "address"),
    partitions: typeof partitions === "number" ? partitions : 1,
    messages: messages.map(({ type }) => type),
    module,
  };
}

interface MessageSurroundings {
  readonly kind: MessageKind;
  readonly module: string;
  /** True when other channels carry a message of the same type. */
  readonly isShared: boolean;
  readonly replies: readonly Message[];
}

function buildMessage(
  ctx: BuildContext,
  channel: Channel,
  message: Message,
  around: MessageSurroundings,
): MessageFacts {
  const { located, payload, envelope, type } = message;
  const layers = [...message.layers, channel.located];
  const name = typeName(around.isShared ? `${pascalCase(channel.name)} ${pascalCase(type)}` : type);
  const data = schemaOf(ctx, message, { name: dataTypeName(name), module: around.module });
  const key = layered(layers, "x-berrys-key");
  const version = layered(layers, "x-berrys-version");
  const node: MessageNode = {
    kind: "message",
    name: type,
    doc: docOf(located) || String(layered(message.layers, "description") ?? ""),
    origin: { file: located.file, pointer: located.pointer },
    messageKind: messageKind(message, around.kind),
    type,
    typeName: name,
    channel: channel.name,
    data,
    key: typeof key === "string" ? key : null,
    version: typeof version === "number" ? version : 1,
    retry: readRetry(layered(layers, "x-berrys-retry")),
    deadLetter: layered(layers, "x-berrys-dead-letter") === "halt-key" ? "halt-key" : "continue",
    sensitive: sensitivePointers(ctx.schemas, data),
    reply: replyOf(ctx, around, name),
    examples: examplesOf(layered(message.layers, "examples"), envelope !== null),
  };
  return { node, message: located, layers, payload, envelope };
}

/** The schema of a message's data; a message without payload accepts anything. */
function schemaOf(
  ctx: BuildContext,
  { located, payload, envelope }: Message,
  suggestion: { name: string; module: string },
): SchemaId {
  const schema = envelope === null ? payload : envelope.data;
  const id = schema === null ? null : ctx.schemas.root(schema, suggestion);
  if (id !== null) return id;
  if (raw(located, "payload") === null)
    ctx.report(
      "model/missing-payload",
      `The message \`${suggestion.name.replace(/Data$/, "")}\` has no payload.`,
      located,
    );
  return ctx.schemas.synthetic({ ...child(located, "payload"), value: true }, suggestion);
}

function replyOf(
  ctx: BuildContext,
  { replies, module }: MessageSurroundings,
  name: string,
): SchemaId | null {
  const [first, ...others] = replies;
  if (first === undefined) return null;
  if (others.length === 0) return schemaOf(ctx, first, { name: replyTypeName(name), module });
  const ids = replies.map((reply) =>
    schemaOf(ctx, reply, { name: dataTypeName(typeName(reply.type)), module }),
  );
  const union: JsonSchema = { anyOf: ids.map(($ref) => ({ $ref })) };
  return ctx.schemas.synthetic(
    { ...first.located, pointer: `${first.located.pointer}/x-reply`, value: union },
    { name: replyTypeName(name), module },
  );
}

function readRetry(value: unknown): RetryPolicy {
  const number = (key: string, fallback: number) => {
    const found = member(value, key);
    return typeof found === "number" ? found : fallback;
  };
  return {
    attempts: number("attempts", defaultRetry.attempts),
    backoffMs: number("backoff_ms", defaultRetry.backoffMs),
    maxBackoffMs: number(
      "max_backoff_ms",
      Math.max(defaultRetry.maxBackoffMs, number("backoff_ms", 0)),
    ),
  };
}

function examplesOf(value: unknown, isEnveloped: boolean): readonly unknown[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((example) => {
    const payload = member(example, "payload");
    const data = isEnveloped ? member(payload, "data") : payload;
    return data === undefined ? [] : [data];
  });
}

function operationNode(ctx: BuildContext, operation: Operation): readonly ChannelOperationNode[] {
  const { name, located, layers, action, channel, messages } = operation;
  const service = ownerOf(ctx, layers);
  if (service === null) {
    ctx.report("model/unowned", `The operation \`${name}\` belongs to no service.`, located, {
      hint: "add `x-berrys-service: <id>`",
    });
    return [];
  }
  return [
    {
      kind: "channel-operation",
      name,
      doc: docOf(located),
      origin: { file: located.file, pointer: located.pointer },
      action,
      service,
      channel: channel.name,
      messages: messages === null ? null : messages.map(({ type }) => type),
    },
  ];
}
