import type {
  Batch,
  ChannelNode,
  ChannelOperationNode,
  MessageNode,
  Model,
  RestOperationNode,
  RpcServiceNode,
} from "../model/model.ts";
import { channelBase } from "../names.ts";

/** A channel that a service follows, and what it takes from it. */
export interface Follow {
  readonly channel: ChannelNode;
  /** True: one handler takes the union of the channel. */
  readonly whole: boolean;
  readonly messages: readonly MessageNode[];
  /** How many of a message, or of all messages of a whole channel, its handler takes at once; null: one. */
  batchOf(message: MessageNode): Batch | null;
}

/** What the contracts let one service do, in contract order. */
export interface Powers {
  readonly operations: readonly ChannelOperationNode[];
  readonly publishes: readonly MessageNode[];
  readonly sends: readonly MessageNode[];
  readonly follows: readonly Follow[];
  readonly rest: readonly RestOperationNode[];
  readonly serves: readonly RpcServiceNode[];
  readonly calls: readonly RpcServiceNode[];
}

/** The powers of a service. */
export function powersOf(model: Model, serviceId: string, calls: readonly string[]): Powers {
  const operations = model.channelOperations.filter(({ service }) => service === serviceId);
  const sent = new Set(
    operations
      .filter(({ action }) => action === "send")
      .flatMap((operation) => messagesOf(model, operation)),
  );
  const outgoing = model.messages.filter((message) => sent.has(message));
  return {
    operations,
    publishes: outgoing.filter((message) => channelOf(model, message).messageKind === "event"),
    sends: outgoing.filter((message) => channelOf(model, message).messageKind === "command"),
    follows: followsOf(model, operations),
    rest: model.restOperations.filter(({ service }) => service === serviceId),
    serves: model.rpcServices.filter(({ service }) => service === serviceId),
    calls: model.rpcServices.filter(({ service }) => calls.includes(service)),
  };
}

/** Messages that an operation names, or all of its channel. */
export function messagesOf(model: Model, operation: ChannelOperationNode): readonly MessageNode[] {
  const carried = indexOf(model).messages.get(operation.channel) ?? [];
  return carried.filter(({ type }) => operation.messages?.includes(type) ?? true);
}

/** All messages of a channel. */
export function messagesOn(model: Model, channel: ChannelNode): readonly MessageNode[] {
  return indexOf(model).messages.get(channel.name) ?? [];
}

/** The channel a message travels on. */
export function channelOf(model: Model, message: MessageNode): ChannelNode {
  const channel = indexOf(model).channels.get(message.channel);
  if (channel === undefined) throw new Error(`the model holds no channel ${message.channel}`);
  return channel;
}

interface ModelIndex {
  readonly channels: ReadonlyMap<string, ChannelNode>;
  /** By name of the channel, contract order. */
  readonly messages: ReadonlyMap<string, readonly MessageNode[]>;
  /** Services that receive from a channel, by its name. */
  readonly receivers: ReadonlyMap<string, ReadonlySet<string>>;
  /** The first command channel of each receiver. */
  readonly firstCommands: ReadonlyMap<string, string>;
}

// A document can hold thousands of channels, and every one of them is looked up many times.
const indexes = new WeakMap<Model, ModelIndex>();

function indexOf(model: Model): ModelIndex {
  const known = indexes.get(model);
  if (known !== undefined) return known;
  const receivers = new Map<string, Set<string>>();
  for (const { action, channel, service } of model.channelOperations) {
    if (action !== "receive") continue;
    const services = receivers.get(channel) ?? new Set<string>();
    receivers.set(channel, services.add(service));
  }
  const firstCommands = new Map<string, string>();
  for (const { name, messageKind } of model.channels) {
    if (messageKind !== "command") continue;
    for (const service of receivers.get(name) ?? [])
      if (!firstCommands.has(service)) firstCommands.set(service, name);
  }
  const index: ModelIndex = {
    channels: new Map(model.channels.map((channel) => [channel.name, channel])),
    messages: Map.groupBy(model.messages, ({ channel }) => channel),
    receivers,
    firstCommands,
  };
  indexes.set(model, index);
  return index;
}

/**
 * What the runtime calls a channel, and so its streams: the category of events, the receiver of commands. A further
 * command channel of the same receiver adds its own name; one without a single receiver has that name alone.
 */
export function streamName(model: Model, { name, messageKind }: ChannelNode): string {
  const base = channelBase(name, messageKind);
  if (messageKind === "event") return base;
  const { receivers, firstCommands } = indexOf(model);
  const [receiver, ...others] = receivers.get(name) ?? [];
  if (receiver === undefined || others.length > 0) return base;
  return firstCommands.get(receiver) === name ? receiver : `${receiver}.${base}`;
}

// One subscription a channel: two of the same group would take messages from each other.
function followsOf(model: Model, operations: readonly ChannelOperationNode[]): readonly Follow[] {
  const received = Map.groupBy(
    operations.filter(({ action }) => action === "receive"),
    ({ channel }) => channel,
  );
  return model.channels.flatMap((channel) => {
    const here = received.get(channel.name);
    if (here === undefined) return [];
    const taken = new Set(here.flatMap((operation) => messagesOf(model, operation)));
    const messages = messagesOn(model, channel).filter((message) => taken.has(message));
    const whole = here.find((operation) => operation.messages === null);
    const batchOf = ({ type }: MessageNode): Batch | null => {
      const taking = here.filter(({ messages }) => messages?.includes(type));
      return whole === undefined
        ? (taking.find(({ batch }) => batch !== null)?.batch ?? null)
        : whole.batch;
    };
    return [{ channel, messages, whole: whole !== undefined, batchOf }];
  });
}

/** An event channel of which a service hears only that something happened, to forget answers that it keeps. */
export interface Watch {
  readonly channel: ChannelNode;
  readonly types: readonly string[];
}

/** Events of others that end what a service keeps of its answers; its own need no channel. */
export function watchesOf(model: Model, { rest, publishes }: Powers): readonly Watch[] {
  const own = new Set(publishes.map(({ type }) => type));
  const types = new Set(rest.flatMap(({ cache }) => cache?.invalidatedBy ?? []));
  const foreign = model.messages.filter(
    ({ messageKind, type }) => messageKind === "event" && types.has(type) && !own.has(type),
  );
  return [...Map.groupBy(foreign, (message) => channelOf(model, message))].map(
    ([channel, messages]) => ({ channel, types: messages.map(({ type }) => type) }),
  );
}
