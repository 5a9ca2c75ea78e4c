import { member } from "../load/pointer.ts";
import { idOf, type Located } from "../load/reference.ts";
import { channelModule } from "../names.ts";
import { buildMessage, type MessageFacts, messageKind } from "./build-message.ts";
import { type BuildContext, docOf, ownerOf, textOf } from "./context.ts";
import type {
  Batch,
  ChannelNode,
  ChannelOperationNode,
  MessageKind,
  MessageNode,
} from "./model.ts";
import {
  type Channel,
  type Message,
  type Operation,
  readChannels,
  readOperations,
} from "./read-asyncapi.ts";

/** The AsyncAPI part of the model. */
export interface AsyncApiPart {
  readonly channels: readonly ChannelNode[];
  readonly messages: readonly MessageNode[];
  readonly channelOperations: readonly ChannelOperationNode[];
  readonly facts: readonly MessageFacts[];
}

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
    const isAnswered = channel.messages.every(({ located }) => replies.has(idOf(located)));
    const kind = channelKind(channel, isAnswered ? "command" : "event");
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

/** The kind that a channel or its first message states; a channel whose messages are all answered carries commands else. */
function channelKind(channel: Channel, fallback: MessageKind): MessageKind {
  const stated = member(channel.located.value, "x-berrys-kind");
  if (stated === "command" || stated === "event") return stated;
  const [first] = channel.messages;
  return first === undefined ? fallback : messageKind(first, fallback);
}

function channelNode(
  { name, located, messages }: Channel,
  messageKind: MessageKind,
  module: string,
): ChannelNode {
  const partitions = member(located.value, "x-berrys-partitions");
  const retention = member(located.value, "x-berrys-retention");
  return {
    kind: "channel",
    name,
    doc: docOf(located),
    origin: { file: located.file, pointer: located.pointer },
    messageKind,
    address: textOf(located, "address"),
    partitions: typeof partitions === "number" ? partitions : 1,
    ...(member(located.value, "x-berrys-packed") === true ? ({ packed: true } as const) : null),
    ...(typeof retention === "number" ? { retentionMs: retention } : null),
    messages: messages.map(({ type }) => type),
    module,
  };
}

function operationNode(ctx: BuildContext, operation: Operation): readonly ChannelOperationNode[] {
  const { name, located, layers, action, channel, messages } = operation;
  const service = ownerOf(ctx, layers);
  if (service === null) {
    ctx.report("model/unowned", `The operation \`${name}\` belongs to no service.`, located, {
      hint: "add `x-berrys-service: <id>` to the operation, or to the top of the document",
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
      batch: batchOf(member(located.value, "x-berrys-batch")),
    },
  ];
}

/** Milliseconds that the first message of a batch waits for more. */
const defaultBatchWaitMs = 50;

function batchOf(value: unknown): Batch | null {
  const size = member(value, "size");
  const waitMs = member(value, "wait_ms");
  if (typeof size !== "number") return null;
  return { size, waitMs: typeof waitMs === "number" ? waitMs : defaultBatchWaitMs };
}
