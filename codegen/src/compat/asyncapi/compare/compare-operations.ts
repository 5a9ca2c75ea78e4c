import { child } from "../../../load/reference.ts";
import { compareBindings } from "../bindings/compare-bindings.ts";
import { type Comparison, type Found, report, show } from "../context.ts";
import type { Pairing } from "../match/pairing.ts";
import { operationScope } from "../scopes.ts";
import type { Operation } from "../view/view.ts";
import type { Told } from "./compare-message-lists.ts";
import { compareReply } from "./compare-reply.ts";
import { compareSecurity } from "./compare-security.ts";
import { compareWords } from "./compare-words.ts";

/** Compares operations: which there are, whose they are, and how they are done. */
export function compareOperations(comparison: Comparison, pairing: Pairing): Told {
  const whole = new Set<Operation>();
  const { removed, added, pairs } = pairing.operations;
  const isOn = (operations: readonly Operation[]) => {
    const index = new Map<string, Set<string>>();
    for (const operation of operations) {
      for (const id of [wholeId(pairing, operation), channelId(pairing, operation)]) {
        const types = index.get(id) ?? new Set();
        index.set(id, types);
        for (const message of operation.messages) types.add(pairing.typeOf(message));
      }
    }
    return index;
  };
  const carried = { old: isOn(comparison.old.operations), now: isOn(comparison.now.operations) };
  for (const operation of removed) {
    const rule = removalRule(pairing, operation, carried.now);
    if (rule !== "partly") whole.add(operation);
    if (rule === "partly" || rule === "elsewhere") continue;
    tellRemoved(comparison, operation, rule);
  }
  for (const operation of added) {
    const types = carried.old.get(wholeId(pairing, operation));
    if (types !== undefined && covers(pairing, types, operation) !== "nothing") continue;
    whole.add(operation);
    if (!pairing.oldChannelOf.has(operation.channel)) continue;
    report(comparison, [operationScope({ operation, old: null })], {
      rule: "asyncapi/operation-added",
      message: `${subject(operation)} now ${verbs[operation.action]} on the channel ${show(operation.channel.label)}`,
      old: null,
      new: operation.located,
      detail: operation.messages.map(({ type }) => type).join(" "),
    });
  }
  for (const [old, now] of pairs)
    if (!compareOperation(comparison, pairing, old, now))
      for (const one of [old, now]) whole.add(one);
  return { whole };
}

const verbs = { send: "sends", receive: "receives" } as const;

function wholeId({ numbers }: Pairing, { action, channel, service }: Operation): string {
  return JSON.stringify([action, numbers.get(channel), service]);
}

function channelId({ numbers }: Pairing, { action, channel }: Operation): string {
  return JSON.stringify([action, numbers.get(channel)]);
}

function covers(
  { typeOf }: Pairing,
  types: ReadonlySet<string>,
  { messages }: Operation,
): "all" | "some" | "nothing" {
  const found = messages.filter((message) => types.has(typeOf(message))).length;
  return found === messages.length ? "all" : found > 0 ? "some" : "nothing";
}

/** `partly`: the service still does a part, which is told message by message. `elsewhere`: told with the channel, or nothing to tell. */
function removalRule(
  pairing: Pairing,
  operation: Operation,
  carried: ReadonlyMap<string, ReadonlySet<string>>,
): "partly" | "elsewhere" | "operation-removed" | "publisher-dropped" | "subscriber-dropped" {
  if (!pairing.channelOf.has(operation.channel)) return "elsewhere";
  const own = carried.get(wholeId(pairing, operation));
  const kept = own === undefined ? "nothing" : covers(pairing, own, operation);
  if (kept === "all") return "elsewhere";
  if (kept === "some") return "partly";
  const others = carried.get(channelId(pairing, operation));
  if (others === undefined || covers(pairing, others, operation) !== "all")
    return "operation-removed";
  return operation.action === "send" ? "publisher-dropped" : "subscriber-dropped";
}

function tellRemoved(
  comparison: Comparison,
  operation: Operation,
  rule: "operation-removed" | "publisher-dropped" | "subscriber-dropped",
): void {
  const { action, channel, messages, located } = operation;
  report(comparison, [operationScope({ operation, old: operation })], {
    rule: `asyncapi/${rule}`,
    message: `${subject(operation)} no longer ${verbs[action]} on the channel ${show(channel.label)}`,
    old: located,
    new: child(comparison.now.root, "operations"),
    detail: messages.map(({ type }) => type).join(" "),
  });
}

function subject({ service, key }: Operation): string {
  return service === null ? `The operation ${show(key)}` : show(service);
}

/** False: what the operation does has nothing to do with what it did, so that nothing else is compared. */
function compareOperation(
  comparison: Comparison,
  pairing: Pairing,
  old: Operation,
  now: Operation,
): boolean {
  const scope = operationScope({ operation: now, old });
  const scopes = [scope];
  const places = { old: old.located, new: now.located };
  if (old.action !== now.action) {
    const message = `${subject(now)} ${verbs[now.action]} now; it used to ${old.action}`;
    const rule = "asyncapi/operation-action-changed";
    report(comparison, [{ ...scope, role: "both" }], { rule, message, ...places });
    return false;
  }
  if (pairing.numbers.get(old.channel) !== pairing.numbers.get(now.channel)) {
    const [from, to] = [show(old.channel.label), show(now.channel.label)];
    const message = `${subject(now)} ${verbs[now.action]} on the channel ${to}; it was ${from}`;
    report(comparison, scopes, { rule: "asyncapi/operation-channel-changed", message, ...places });
  }
  const owner = ownerChange(old, now);
  if (owner !== null) report(comparison, scopes, { ...owner, at: ["owner"], ...places });
  compareReply(comparison, pairing, old, now);
  compareSecurity(comparison, scopes, { surface: "operation", old: old.layers, now: now.layers });
  compareWords(comparison, scopes, { old: old.layers, now: now.layers, what: "operation" });
  compareBindings(comparison, scopes, { holder: "operation", old: old.layers, now: now.layers });
  return true;
}

function ownerChange(old: Operation, now: Operation): Pick<Found, "rule" | "message"> | null {
  if (old.service === now.service) return null;
  const { action } = now;
  if (old.service === null)
    return {
      rule: "asyncapi/service-stated",
      message: `The operation now belongs to ${show(now.service)}`,
    };
  if (now.service === null)
    return {
      rule: "asyncapi/service-unstated",
      message: `The operation no longer says that it belongs to ${show(old.service)}`,
    };
  return {
    rule: action === "send" ? "asyncapi/sender-changed" : "asyncapi/receiver-changed",
    message: `${show(now.service)} ${verbs[action]} now; it was ${show(old.service)}`,
  };
}
