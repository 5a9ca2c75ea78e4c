import { child } from "../../../load/reference.ts";
import { type Comparison, report, show } from "../context.ts";
import type { Pairing } from "../match/pairing.ts";
import { type OperationGroup, sharedTypes, unclaimed } from "../message-uses.ts";
import { messageScope } from "../scopes.ts";
import type { Action, Channel, Message, Operation } from "../view/view.ts";

/** What the comparison of operations has told already. */
export interface Told {
  /** Operations whose removal, addition or move is reported as a whole. */
  readonly whole: ReadonlySet<Operation>;
}

/** Compares which messages are sent and received. */
export function compareMessageLists(
  comparison: Comparison,
  pairing: Pairing,
  { groups, told }: { readonly groups: readonly OperationGroup[]; readonly told: Told },
): void {
  const shared = sharedTypes([comparison.old, comparison.now]);
  const index = indexCarriers(comparison, pairing);
  for (const group of groups) {
    for (const message of group.messages.removed)
      for (const operation of group.old)
        if (operation.messages.includes(message) && !told.whole.has(operation))
          tellRemoved(comparison, { message, operation, pairing, index, shared });
    for (const message of group.messages.added)
      for (const operation of group.now)
        if (operation.messages.includes(message))
          tellAdded(comparison, { message, operation, pairing, index, shared, told });
  }
  for (const pair of pairing.channels.pairs) compareUnclaimed(comparison, pairing, pair, shared);
}

/** Who sends or receives what, by channel: `action, number of the channel, type`. */
interface Carriers {
  readonly now: ReadonlySet<string>;
  readonly wholeReaders: ReadonlySet<number | undefined>;
  readonly idOf: (operation: Operation, type: string) => string;
}

function indexCarriers({ old, now }: Comparison, { numbers }: Pairing): Carriers {
  const idOf = ({ action, channel }: Operation, type: string) =>
    JSON.stringify([action, numbers.get(channel), type]);
  const carried = now.operations.flatMap((operation) =>
    operation.messages.map(({ type }) => idOf(operation, type)),
  );
  const readers = old.operations.filter(({ action, takesAll }) => action === "receive" && takesAll);
  return {
    idOf,
    now: new Set(carried),
    wholeReaders: new Set(readers.map(({ channel }) => numbers.get(channel))),
  };
}

interface Listed {
  readonly message: Message;
  readonly operation: Operation;
  readonly pairing: Pairing;
  readonly index: Carriers;
  readonly shared: ReadonlySet<string>;
}

function tellRemoved(
  comparison: Comparison,
  { message, operation, pairing, index, shared }: Listed,
): void {
  const { channel, action } = operation;
  const next = pairing.channelOf.get(channel);
  if (next === undefined) return;
  const stays = next.messages.some(({ type }) => type === pairing.typeOf(message));
  const rule = !stays
    ? "message-removed"
    : index.now.has(index.idOf(operation, pairing.typeOf(message)))
      ? "operation-message-dropped"
      : "operation-message-removed";
  const verb = action === "send" ? "sent" : "received";
  const where = `on the channel ${show(next.label)}`;
  const scope = messageScope({
    ...{ message, channel: next, action, operation, isReply: false },
    isShared: shared.has(message.type),
    holders: [message.located, operation.located, channel.located],
  });
  report(comparison, [scope], {
    rule: `asyncapi/${rule}`,
    message: stays
      ? `${show(message.type)} is no longer ${verb} by ${show(operation.service ?? operation.key)}`
      : `${show(message.type)} no longer travels ${where}`,
    old: message.located,
    new: child(next.located, "messages"),
    ...(stays ? { detail: operation.service ?? operation.key } : null),
  });
}

function tellAdded(
  comparison: Comparison,
  { message, operation, pairing, index, shared, told }: Listed & { readonly told: Told },
): void {
  const { channel, action } = operation;
  const before = pairing.oldChannelOf.get(channel);
  if (before === undefined) return;
  const wasThere = before.messages.some((known) => pairing.typeOf(known) === message.type);
  // An operation that is new as a whole is told as such; only a message that is new to the channel matters beside it.
  if (told.whole.has(operation) && (wasThere || action === "receive")) return;
  const isForAll = index.wholeReaders.has(pairing.numbers.get(channel));
  const verb = action === "send" ? "sent" : "received";
  const old = pairing.oldOperationOf.get(operation);
  const scope = messageScope({
    ...{ message, channel, action, operation, isReply: false },
    isShared: shared.has(message.type),
    holders: old === undefined ? [before.located] : [old.located, before.located],
  });
  report(comparison, [scope], {
    rule: wasThere ? "asyncapi/operation-message-added" : additionRule(message, action, isForAll),
    message: wasThere
      ? `${show(message.type)} is now also ${verb} by ${show(operation.service ?? operation.key)}`
      : `${show(message.type)} is now ${verb} on the channel ${show(channel.label)}`,
    old: null,
    new: message.located,
    ...(wasThere ? { detail: operation.service ?? operation.key } : null),
  });
}

function additionRule({ envelope }: Message, action: Action, isForAll: boolean) {
  if (action === "receive") return "asyncapi/message-added";
  if (envelope !== null) return "asyncapi/enveloped-message-added";
  return isForAll ? "asyncapi/message-added-for-whole-channel" : "asyncapi/message-added";
}

/** Messages that no operation speaks of. */
function compareUnclaimed(
  comparison: Comparison,
  pairing: Pairing,
  [old, now]: readonly [Channel, Channel],
  shared: ReadonlySet<string>,
): void {
  const { removed, added } = unclaimed(pairing, [old, now]);
  const scopeOf = (message: Message, holders: readonly Message[]) =>
    messageScope({
      ...{ message, channel: now, action: null, operation: null, isReply: false },
      isShared: shared.has(message.type),
      holders: [...holders.map(({ located }) => located), old.located],
    });
  for (const message of removed)
    report(comparison, [scopeOf(message, [message])], {
      rule: "asyncapi/message-removed",
      message: `${show(message.type)} no longer travels on the channel ${show(now.label)}`,
      old: message.located,
      new: child(now.located, "messages"),
    });
  const isUsed = pairing.claimed.now.has(now) || pairing.claimed.old.has(old);
  for (const message of added)
    report(comparison, [scopeOf(message, [])], {
      rule:
        message.envelope !== null
          ? "asyncapi/enveloped-message-added"
          : isUsed
            ? "asyncapi/message-declared"
            : "asyncapi/message-added",
      message: `${show(message.type)} was added to the channel ${show(now.label)}`,
      old: null,
      new: message.located,
    });
}
