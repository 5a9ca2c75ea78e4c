import type { ChannelNode, ChannelOperationNode, Model } from "../model/model.ts";
import type { Change } from "./change.ts";

/** The channels that a change is about: that of its operation, else those with its address. */
export function channelsOf(change: Change, model: Model): readonly ChannelNode[] {
  const operation = model.channelOperations.find(({ name }) => name === change.operation);
  return model.channels.filter(({ name, address }) =>
    operation === undefined
      ? address === change.channel || name === change.channel
      : name === operation.channel,
  );
}

/** The operations of a model that carry the message of a change on a channel. */
export function operationsOn(
  channel: ChannelNode,
  { messageType }: Change,
  model: Model,
): readonly ChannelOperationNode[] {
  return model.channelOperations.filter(
    (operation) =>
      operation.channel === channel.name &&
      (messageType === undefined ||
        operation.messages === null ||
        operation.messages.includes(messageType)),
  );
}

/**
 * True when a contract describes both ends of a message and the change is seen from the end that does not own it: followers
 * of an event, senders of a command, those who get a reply. They are made from the same contract as the owner, so what
 * is right for the owner (an event may promise more, a command may take more) asks of them to be deployed in the right
 * order, and breaks nobody for ever.
 */
export function isCounterpart(change: Change, model: Model): boolean {
  if (change.kind !== "asyncapi" || change.role === "both" || change.messageType === undefined)
    return false;
  if (change.path.startsWith("reply ")) return change.role === "reader";
  return channelsOf(change, model).some((channel) => {
    const actions = new Set(operationsOn(channel, change, model).map(({ action }) => action));
    if (actions.size < 2) return false;
    return change.role === (channel.messageKind === "event" ? "reader" : "writer");
  });
}
