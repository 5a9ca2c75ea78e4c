import { member } from "../load/pointer.ts";
import { child, type Located } from "../load/reference.ts";
import { dataTypeName, pascalCase, replyTypeName, typeName } from "../names.ts";
import { type BuildContext, docOf, layered, raw } from "./context.ts";
import type { Envelope } from "./envelope.ts";
import type { JsonSchema, MessageKind, MessageNode, RetryPolicy, SchemaId } from "./model.ts";
import type { Channel, Message } from "./read-asyncapi.ts";
import { sensitivePointers } from "./sensitive.ts";

const defaultRetry: RetryPolicy = { attempts: 5, backoffMs: 200, maxBackoffMs: 30_000 };

/** What validation needs of a message beyond its node. */
export interface MessageFacts {
  readonly node: MessageNode;
  readonly message: Located;
  /** The message, its traits and its channel, strongest first. */
  readonly layers: readonly Located[];
  readonly payload: Located | null;
  readonly envelope: Envelope | null;
}

/** What a message takes from its channel. */
export interface MessageSurroundings {
  readonly kind: MessageKind;
  readonly module: string;
  /** True when other channels carry a message of the same type. */
  readonly isShared: boolean;
  readonly replies: readonly Message[];
}

/** The node of a message, and what validation needs beside it. */
export function buildMessage(
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

/** Event or command: by the envelope, else as stated, else the fallback. */
export function messageKind({ layers, envelope }: Message, fallback: MessageKind): MessageKind {
  if (envelope?.kind === "event" || envelope?.kind === "command") return envelope.kind;
  const stated = layered(layers, "x-berrys-kind");
  return stated === "command" || stated === "event" ? stated : fallback;
}
