import type {
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
  return model.messages.filter(
    ({ channel, type }) =>
      channel === operation.channel && (operation.messages?.includes(type) ?? true),
  );
}

/** The channel a message travels on. */
export function channelOf(model: Model, message: MessageNode): ChannelNode {
  const channel = model.channels.find(({ name }) => name === message.channel);
  if (channel === undefined) throw new Error(`the model holds no channel ${message.channel}`);
  return channel;
}

/**
 * What the runtime calls a channel, and so its streams: the category of events, the receiver of commands. A further
 * command channel of the same receiver adds its own name; one without a single receiver has that name alone.
 */
export function streamName(model: Model, { name, messageKind }: ChannelNode): string {
  const base = channelBase(name, messageKind);
  if (messageKind === "event") return base;
  const received = model.channelOperations.filter(({ action }) => action === "receive");
  const receivers = new Set(
    received.filter(({ channel }) => channel === name).map(({ service }) => service),
  );
  const [receiver] = receivers;
  if (receiver === undefined || receivers.size > 1) return base;
  const first = model.channels.find(
    (channel) =>
      channel.messageKind === "command" &&
      received.some(({ channel: at, service }) => at === channel.name && service === receiver),
  );
  return first?.name === name ? receiver : `${receiver}.${base}`;
}

// One subscription a channel: two of the same group would take messages from each other.
function followsOf(model: Model, operations: readonly ChannelOperationNode[]): readonly Follow[] {
  const received = operations.filter(({ action }) => action === "receive");
  return model.channels.flatMap((channel) => {
    const here = received.filter((operation) => operation.channel === channel.name);
    if (here.length === 0) return [];
    const taken = new Set(here.flatMap((operation) => messagesOf(model, operation)));
    const messages = model.messages.filter((message) => taken.has(message));
    return [{ channel, messages, whole: here.some((operation) => operation.messages === null) }];
  });
}
