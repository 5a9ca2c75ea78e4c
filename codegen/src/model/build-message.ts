import { member } from "../load/pointer.ts";
import { child, children, type Located } from "../load/reference.ts";
import { dataTypeName, pascalCase, previousTypeName, replyTypeName, typeName } from "../names.ts";
import { type BuildContext, docOf, layered, raw } from "./context.ts";
import { type Envelope, readEnvelope } from "./envelope.ts";
import type {
  JsonSchema,
  MessageKind,
  MessageNode,
  PreviousVersion,
  RetryPolicy,
  SchemaId,
} from "./model.ts";
import { type Channel, type Message, readPayload } from "./read-asyncapi.ts";
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
  const reply = replyOf(ctx, around, name);
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
    previous: readPrevious(ctx, message, { name, module: around.module }),
    sensitive: sensitiveOf(ctx, layers, data),
    reply,
    sensitiveReply:
      reply === null
        ? []
        : sensitiveOf(
            ctx,
            around.replies.flatMap((one) => one.layers),
            reply,
          ),
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

/** The older versions of a message that its contract keeps, oldest first. */
function readPrevious(
  ctx: BuildContext,
  { layers }: Message,
  { name, module }: { readonly name: string; readonly module: string },
): readonly PreviousVersion[] {
  const seen = new Set<number>();
  const found = children(previousOf(layers)).flatMap(([, item]): readonly PreviousVersion[] => {
    const version = member(item.value, "version");
    const payload = readPayload(ctx, item);
    if (typeof version !== "number" || seen.has(version) || payload === null) return [];
    seen.add(version);
    const suggestion = { name: previousTypeName(name, version), module };
    const data = ctx.schemas.root(readEnvelope(ctx, payload)?.data ?? payload, suggestion);
    if (data === null) return [];
    return [{ version, data, sensitive: sensitiveOf(ctx, layers, data) }];
  });
  return found.sort((a, b) => a.version - b.version);
}

/** `x-berrys-previous` of the first layer that has it. */
export function previousOf(layers: readonly Located[]): Located {
  const key = "x-berrys-previous";
  const holder = layers.find(({ value }) => member(value, key) !== undefined) ?? layers[0];
  return child(holder ?? { file: "", pointer: "", value: undefined }, key);
}

/** Sensitive places of a schema; `x-berrys-encrypted` of a message makes that the whole of it. */
function sensitiveOf(
  ctx: BuildContext,
  layers: readonly Located[],
  data: SchemaId,
): readonly string[] {
  if (layered(layers, "x-berrys-encrypted") === true) return [""];
  return sensitivePointers(ctx.schemas, data);
}

function readRetry(value: unknown): RetryPolicy {
  const number = (key: string, fallback: number) => {
    const found = member(value, key);
    return typeof found === "number" ? found : fallback;
  };
  const nonRetryable = member(value, "non_retryable");
  return {
    attempts: number("attempts", defaultRetry.attempts),
    backoffMs: number("backoff_ms", defaultRetry.backoffMs),
    maxBackoffMs: number(
      "max_backoff_ms",
      Math.max(defaultRetry.maxBackoffMs, number("backoff_ms", 0)),
    ),
    ...(Array.isArray(nonRetryable) && nonRetryable.length > 0 ? { nonRetryable } : null),
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
