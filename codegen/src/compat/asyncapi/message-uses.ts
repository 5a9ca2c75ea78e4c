import { idOf, type Located } from "../../load/reference.ts";
import type { Comparison, Scope } from "./context.ts";
import { matchMessages } from "./match/match-messages.ts";
import type { Pairing } from "./match/pairing.ts";
import type { Matched } from "./match/pairs.ts";
import { messageScope, replyAction } from "./scopes.ts";
import type { Action, Channel, Message, Operation, View } from "./view/view.ts";

/** Two versions of a message, and those who use it one way. */
export interface MessageUse {
  readonly old: Message;
  readonly now: Message;
  readonly channels: { readonly old: Channel; readonly now: Channel };
  readonly scopes: readonly Scope[];
}

/** Operations of both versions that do the same on one channel for one service: together they say what it sends or takes. */
export interface OperationGroup {
  readonly action: Action;
  readonly old: readonly Operation[];
  readonly now: readonly Operation[];
  readonly messages: Matched<Message>;
}

/** Groups the operations; how a service splits its messages into operations never reaches the wire. */
export function groupOperations(
  comparison: Comparison,
  pairing: Pairing,
): readonly OperationGroup[] {
  const groups = new Map<string, { action: Action; old: Operation[]; now: Operation[] }>();
  const groupOf = (operation: Operation) => {
    const { action, channel, service } = operation;
    const id = JSON.stringify([action, pairing.numbers.get(channel), service]);
    const found = groups.get(id) ?? { action, old: [], now: [] };
    groups.set(id, found);
    return found;
  };
  for (const operation of comparison.now.operations) groupOf(operation).now.push(operation);
  for (const operation of comparison.old.operations) {
    const next = pairing.operationOf.get(operation);
    const goesOn = next !== undefined && next.action === operation.action;
    groupOf(goesOn ? next : operation).old.push(operation);
  }
  return [...groups.values()].map((group) => ({
    ...group,
    messages: matchMessages(carried(group.old), carried(group.now), pairing.typeOf),
  }));
}

/** The messages of several operations, each once. */
export function carried(operations: readonly Operation[]): readonly Message[] {
  return [...new Set(operations.flatMap(({ messages }) => messages))];
}

/** Finds out who uses which message of the new version, and what it was in the old one. */
export function findUses(
  comparison: Comparison,
  pairing: Pairing,
  groups: readonly OperationGroup[],
): readonly MessageUse[] {
  const collector = createCollector(comparison);
  for (const group of groups) addGroup(collector, group);
  for (const [old, now] of pairing.operations.pairs) addReplies(collector, old, now);
  for (const [old, now] of pairing.channels.pairs)
    for (const [before, after] of unclaimed(pairing, [old, now]).pairs)
      collector.add(before, after, {
        action: null,
        operation: null,
        channel: now,
        oldChannel: old,
        isReply: false,
        holders: [before.located, old.located],
      });
  return collector.uses();
}

function addGroup(collector: Collector, { action, old, now, messages }: OperationGroup): void {
  const users = { old: usersByMessage(old), now: usersByMessage(now) };
  for (const [before, after] of messages.pairs) {
    const user = users.old.get(before)?.[0];
    const around = user === undefined ? [] : [user.located, user.channel.located];
    for (const operation of users.now.get(after) ?? [])
      collector.add(before, after, {
        action,
        operation,
        channel: operation.channel,
        oldChannel: user?.channel ?? operation.channel,
        isReply: false,
        holders: [before.located, ...around],
      });
  }
}

function addReplies(collector: Collector, old: Operation, now: Operation): void {
  const [a, b] = [old.reply, now.reply];
  if (a === null || b === null || old.action !== now.action) return;
  for (const [before, after] of repliesOf(old, now).pairs)
    collector.add(before, after, {
      action: replyAction(now.action),
      operation: now,
      channel: b.channel ?? now.channel,
      oldChannel: a.channel ?? old.channel,
      isReply: true,
      holders: [before.located, old.located],
    });
}

/** Messages of a channel of which no operation of the old version says what is done with them. */
export function unclaimed(
  { claimed, typeOf }: Pairing,
  [old, now]: readonly [Channel, Channel],
): Matched<Message> {
  if (old.messages.every((message) => claimed.old.get(old)?.has(message) === true)) {
    const types = new Set(old.messages.map(typeOf));
    const added = now.messages.filter(
      (message) => claimed.now.get(now)?.has(message) !== true && !types.has(message.type),
    );
    return { pairs: [], removed: [], added };
  }
  const { pairs, removed, added } = matchMessages(old.messages, now.messages, typeOf);
  const isFree = (message: Message) => claimed.old.get(old)?.has(message) !== true;
  return {
    pairs: pairs.filter(([message]) => isFree(message)),
    removed: removed.filter(isFree),
    added: added.filter((message) => claimed.now.get(now)?.has(message) !== true),
  };
}

/** The messages that answer two versions of an operation. */
export function repliesOf(before: Operation, after: Operation): Matched<Message> {
  return matchMessages(before.reply?.messages ?? [], after.reply?.messages ?? []);
}

function usersByMessage(
  operations: readonly Operation[],
): ReadonlyMap<Message, readonly Operation[]> {
  const found = new Map<Message, Operation[]>();
  for (const operation of operations)
    for (const message of operation.messages) {
      const known = found.get(message);
      if (known === undefined) found.set(message, [operation]);
      else known.push(operation);
    }
  return found;
}

interface Use {
  readonly action: Action | null;
  readonly operation: Operation | null;
  readonly channel: Channel;
  readonly oldChannel: Channel;
  readonly isReply: boolean;
  readonly holders: readonly Located[];
}

interface Collector {
  /** Adds one who uses two versions of a message. */
  add(before: Message, after: Message, use: Use): void;
  /** All uses, in the order in which they were met first. */
  uses(): readonly MessageUse[];
}

/** Brings together those who use the same two versions of a message in the same way. */
function createCollector({ old, now }: Comparison): Collector {
  const found = new Map<string, MessageUse & { readonly scopes: Scope[] }>();
  const shared = sharedTypes([old, now]);
  const add = (before: Message, after: Message, use: Use): void => {
    const { action, channel, oldChannel, isReply } = use;
    const isShared = shared.has(after.type);
    const scope = messageScope({ ...use, message: after, isShared });
    const places = [before, after].map(({ located }) => idOf(located));
    const id = JSON.stringify([...places, action, isReply, channel.key, before.key, after.key]);
    const known = found.get(id);
    if (known !== undefined) known.scopes.push(scope);
    else {
      const channels = { old: oldChannel, now: channel };
      found.set(id, { old: before, now: after, channels, scopes: [scope] });
    }
  };
  return { add, uses: () => [...found.values()] };
}

/** Types of messages that more than one channel of a version carries. */
export function sharedTypes(views: readonly View[]): ReadonlySet<string> {
  const shared = new Set<string>();
  for (const { channels } of views) {
    const seen = new Set<string>();
    for (const { messages } of channels)
      for (const type of new Set(messages.map((message) => message.type)))
        (seen.has(type) ? shared : seen).add(type);
  }
  return shared;
}
