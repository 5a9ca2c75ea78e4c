import type { Channel, Message, Operation, Server, View } from "../view/view.ts";
import { matchChannels } from "./match-channels.ts";
import { matchMessages, type TypeOf } from "./match-messages.ts";
import { type ChannelNumbers, matchOperations } from "./match-operations.ts";
import { matchServers } from "./match-servers.ts";
import type { Matched } from "./pairs.ts";

/** What of the old version goes on as what in the new one. */
export interface Pairing {
  readonly servers: Matched<Server>;
  readonly channels: Matched<Channel>;
  readonly operations: Matched<Operation>;
  readonly numbers: ChannelNumbers;
  readonly typeOf: TypeOf;
  /** Old channel → new channel. */
  readonly channelOf: ReadonlyMap<Channel, Channel>;
  /** New channel → old channel. */
  readonly oldChannelOf: ReadonlyMap<Channel, Channel>;
  /** Old operation → new operation. */
  readonly operationOf: ReadonlyMap<Operation, Operation>;
  /** New operation → old operation. */
  readonly oldOperationOf: ReadonlyMap<Operation, Operation>;
  /** Messages of each channel that an operation or a reply speaks of. */
  readonly claimed: { readonly old: Claimed; readonly now: Claimed };
}

/** Messages by channel. */
export type Claimed = ReadonlyMap<Channel, ReadonlySet<Message>>;

/** Matches two versions of a document. */
export function pairUp(old: View, now: View): Pairing {
  const channels = matchChannels(old.channels, now.channels);
  const groups = [...channels.pairs, ...channels.removed.map((channel) => [channel])];
  const numbers = new Map(
    [...groups, ...channels.added.map((channel) => [channel])].flatMap((group, number) =>
      group.map((channel) => [channel, number] as const),
    ),
  );
  const typeOf = typesIn(channels);
  const operations = matchOperations(old.operations, now.operations, { numbers, typeOf });
  return {
    servers: matchServers(old.servers, now.servers),
    channels,
    operations,
    numbers,
    typeOf,
    channelOf: new Map(channels.pairs),
    oldChannelOf: inverse(channels.pairs),
    operationOf: new Map(operations.pairs),
    oldOperationOf: inverse(operations.pairs),
    claimed: { old: claimedIn(old), now: claimedIn(now) },
  };
}

/** Messages without a name have another type once their key changed, and a name may change, too. */
function typesIn(channels: Matched<Channel>): TypeOf {
  const known = new Map<Message, string>();
  for (const [a, b] of channels.pairs) {
    const { pairs } = matchMessages(a.messages, b.messages);
    const next = new Map(pairs.map(([message, { type }]) => [message.type, type]));
    // Both halves of a channel of version 2 may write the same message out.
    for (const message of a.messages) {
      const type = next.get(message.type);
      if (type !== undefined && type !== message.type) known.set(message, type);
    }
  }
  return (message) => known.get(message) ?? message.type;
}

function claimedIn({ operations }: View): Claimed {
  const found = new Map<Channel, Set<Message>>();
  const claim = (channel: Channel, messages: readonly Message[]) => {
    const known = found.get(channel) ?? new Set();
    found.set(channel, known);
    for (const message of messages) known.add(message);
  };
  for (const { channel, messages, reply } of operations) {
    claim(channel, messages);
    if (reply !== null && reply.channel !== null) claim(reply.channel, reply.messages);
  }
  return found;
}

function inverse<T>(pairs: readonly (readonly [T, T])[]): ReadonlyMap<T, T> {
  return new Map(pairs.map(([a, b]) => [b, a]));
}
