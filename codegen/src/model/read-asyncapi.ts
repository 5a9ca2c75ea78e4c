import { nearest } from "../diagnostics/nearest.ts";
import { isObject, member } from "../load/pointer.ts";
import { child, children, idOf, type Located } from "../load/reference.ts";
import { type BuildContext, get, layered, raw } from "./context.ts";
import { type Envelope, readEnvelope } from "./envelope.ts";

/** A channel with its messages. */
export interface Channel {
  readonly name: string;
  readonly located: Located;
  readonly messages: readonly Message[];
}

/** A message as one channel carries it. */
export interface Message {
  readonly key: string;
  readonly located: Located;
  /** The message and its traits, strongest first. */
  readonly layers: readonly Located[];
  readonly payload: Located | null;
  readonly envelope: Envelope | null;
  readonly type: string;
}

/** An operation with the channel and messages it means. */
export interface Operation {
  readonly name: string;
  readonly located: Located;
  readonly layers: readonly Located[];
  readonly action: "send" | "receive";
  readonly channel: Channel;
  readonly messages: readonly Message[] | null;
  readonly replies: readonly Message[];
}

/** The channels of a document, with their messages. */
export function readChannels(ctx: BuildContext, root: Located): readonly Channel[] {
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
export function readPayload(ctx: BuildContext, message: Located): Located | null {
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

/** The operations of a document; those on unknown channels are reported and left out. */
export function readOperations(
  ctx: BuildContext,
  root: Located,
  channels: readonly Channel[],
): readonly Operation[] {
  const byId = new Map(channels.map((channel) => [idOf(channel.located), channel]));
  return children(child(root, "operations")).flatMap(([name, node]) => {
    const located = ctx.resolver.deref(node);
    if (located === null || !isObject(located.value)) return [];
    const action = member(located.value, "action");
    const channel = channelOf(ctx, located, byId);
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
        replies: readReplies(ctx, located, byId),
      },
    ];
  });
}

function channelOf(
  ctx: BuildContext,
  node: Located,
  channels: ReadonlyMap<string, Channel>,
): Channel | null {
  const target = get(ctx, node, "channel");
  if (target === null) return null;
  const found = channels.get(idOf(target));
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
  channels: ReadonlyMap<string, Channel>,
): readonly Message[] {
  const reply = get(ctx, operation, "reply");
  if (reply === null) return [];
  const channel = channelOf(ctx, reply, channels);
  const list = raw(reply, "messages");
  if (channel === null) {
    if (list !== null && raw(reply, "channel") === null) {
      const text = "The reply names messages, but no channel that carries them.";
      const hint = "add `channel: { $ref: … }`, a channel with `address: null`";
      ctx.report("model/message-not-in-channel", text, child(reply, "messages"), { hint });
    }
    return [];
  }
  return list === null ? channel.messages : pickMessages(ctx, list, channel);
}
