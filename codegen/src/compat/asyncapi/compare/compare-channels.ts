import { child, type Located } from "../../../load/reference.ts";
import { compareBindings } from "../bindings/compare-bindings.ts";
import { type Comparison, type Found, report, type Scope, show } from "../context.ts";
import type { Pairing } from "../match/pairing.ts";
import { schemaEffect } from "../schema-effect.ts";
import { channelScopes } from "../scopes.ts";
import { textAt } from "../view/layers.ts";
import type { Channel, Operation, View } from "../view/view.ts";
import { compareDelivery, settingOf } from "./compare-delivery.ts";
import { comparePlaceholders, locationOf, otherConstraints } from "./compare-values.ts";
import { compareWords } from "./compare-words.ts";

/** Compares channels: which there are, their addresses, parameters, servers and bindings. */
export function compareChannels(comparison: Comparison, pairing: Pairing): void {
  const users = { old: usersOf(comparison.old), now: usersOf(comparison.now) };
  const none: readonly Operation[] = [];
  for (const channel of pairing.channels.added) {
    report(comparison, channelScopes(channel, null, users.now.get(channel) ?? none), {
      rule: "asyncapi/channel-added",
      message: `The channel ${show(channel.label)} was added`,
      old: null,
      new: channel.located,
    });
  }
  for (const channel of pairing.channels.removed) {
    report(comparison, channelScopes(channel, channel, users.old.get(channel) ?? none), {
      rule: "asyncapi/channel-removed",
      message: `The channel ${show(channel.label)} was removed`,
      old: channel.located,
      new: child(comparison.now.root, "channels"),
    });
  }
  for (const [old, now] of pairing.channels.pairs) {
    const scopes = channelScopes(now, old, users.now.get(now) ?? users.old.get(old) ?? none);
    compareAddress(comparison, scopes, old, now);
    compareParameters(comparison, scopes, old, now);
    compareServersOf(comparison, scopes, { old, now, pairing });
    compareOrder(comparison, scopes, old, now);
    comparePacking(comparison, scopes, old, now);
    compareDelivery(comparison, scopes, {
      what: "Each message of the channel",
      old: [old.located],
      now: [now.located],
      behind: { old: [], now: [] },
      isTaken: (path) => [old, now].every((channel) => isTakenFrom(channel, path)),
    });
    compareWords(comparison, scopes, {
      old: [old.located],
      now: [now.located],
      what: `channel ${show(now.label)}`,
    });
    compareBindings(comparison, scopes, {
      holder: "channel",
      old: [old.located],
      now: [now.located],
      address: { old: old.address, now: now.address },
    });
  }
}

/** The operations on each channel, those that wait for replies on it included. */
function usersOf(view: View): ReadonlyMap<Channel, readonly Operation[]> {
  const found = new Map<Channel, Operation[]>();
  for (const operation of view.operations) {
    for (const channel of new Set([operation.channel, operation.reply?.channel])) {
      if (channel == null) continue;
      const known = found.get(channel);
      if (known === undefined) found.set(channel, [operation]);
      else known.push(operation);
    }
  }
  return found;
}

/** A setting of a channel holds for the messages that do not state it themselves. */
function isTakenFrom({ messages }: Channel, path: readonly string[]): boolean {
  return messages.length === 0 || messages.some(({ layers }) => settingOf(layers, path) === null);
}

function compareAddress(
  comparison: Comparison,
  scopes: readonly Scope[],
  old: Channel,
  now: Channel,
): void {
  if (old.addressId === now.addressId) return;
  const places = { old: addressAt(old), new: addressAt(now), at: ["address"] };
  report(comparison, scopes, { ...addressChange(old.address, now.address), ...places });
}

function addressChange(
  before: string | null,
  after: string | null,
): Pick<Found, "rule" | "message"> {
  if (before === null) {
    const message = `The address of the channel is now ${show(after)}; it was known only at run time`;
    return { rule: "asyncapi/channel-address-stated", message };
  }
  if (after === null) {
    const message = `The address of the channel is known only at run time now; it was ${show(before)}`;
    return { rule: "asyncapi/channel-address-unstated", message };
  }
  const message = `The address of the channel went from ${show(before)} to ${show(after)}`;
  return { rule: "asyncapi/channel-address-changed", message };
}

function addressAt({ located }: Channel): Located {
  const address = child(located, "address");
  return address.value === undefined ? located : address;
}

function compareParameters(
  comparison: Comparison,
  scopes: readonly Scope[],
  old: Channel,
  now: Channel,
): void {
  const [before, after] = [old, now].map(({ address, located }) => ({
    names: [...(address ?? "").matchAll(/\{([^{}]*)\}/g)].map((match) => match[1] ?? ""),
    declared: child(located, "parameters"),
  }));
  if (before === undefined || after === undefined) return;
  comparePlaceholders(comparison, scopes, { kind: "channel-parameter", old: before, now: after });
  if (before.names.length !== after.names.length) return;
  for (const [index, name] of after.names.entries()) {
    const pair = {
      name,
      old: child(before.declared, before.names[index] ?? name),
      now: child(after.declared, name),
    };
    compareLocation(comparison, scopes, pair);
    compareConstraints(comparison, scopes, pair);
  }
}

interface ParameterPair {
  readonly name: string;
  readonly old: Located;
  readonly now: Located;
}

function compareLocation(
  comparison: Comparison,
  scopes: readonly Scope[],
  { name, old, now }: ParameterPair,
): void {
  const before = locationOf(comparison.old.tree, old);
  const after = locationOf(comparison.now.tree, now);
  const [a, b] = [textAt(before), textAt(after)];
  if (a === b) return;
  const rule = a === null ? "added" : b === null ? "removed" : "changed";
  const message =
    a === null
      ? `\`${name}\` is now taken from ${show(b)}`
      : b === null
        ? `\`${name}\` is no longer taken from ${show(a)}`
        : `\`${name}\` is taken from ${show(b)}; it was from ${show(a)}`;
  report(comparison, scopes, {
    rule: `asyncapi/channel-parameter-location-${rule}`,
    message,
    at: ["parameters", name],
    old: before ?? old,
    new: after ?? now,
  });
}

function compareConstraints(
  comparison: Comparison,
  scopes: readonly Scope[],
  { name, old, now }: ParameterPair,
): void {
  const before = otherConstraints(comparison.old.tree, old);
  const after = otherConstraints(comparison.now.tree, now);
  if (before === null && after === null) return;
  const text = ({ file, pointer }: Located): Located => ({
    file,
    pointer: `${pointer}/x-any-text`,
    value: { type: "string" },
  });
  const effect = schemaEffect(comparison.schemas, before ?? text(old), after ?? text(now));
  for (const direction of ["narrowed", "widened"] as const) {
    for (const { message, kind, detail = "" } of effect[direction])
      report(comparison, scopes, {
        rule: `asyncapi/channel-parameter-${direction}`,
        message: `\`${name}\`: ${message}`,
        at: ["parameters", name],
        old,
        new: now,
        detail: `${kind} ${detail}`,
      });
  }
}

function compareServersOf(
  comparison: Comparison,
  scopes: readonly Scope[],
  {
    old,
    now,
    pairing,
  }: { readonly old: Channel; readonly now: Channel; readonly pairing: Pairing },
): void {
  if (old.servers === null && now.servers === null) return;
  const places = { at: ["servers"], old: old.located, new: now.located };
  for (const [a, b] of pairing.servers.pairs) {
    const was = old.servers === null || old.servers.includes(a.key);
    const is = now.servers === null || now.servers.includes(b.key);
    if (was === is) continue;
    report(comparison, scopes, {
      rule: was ? "asyncapi/channel-server-removed" : "asyncapi/channel-server-added",
      message: `The channel is ${was ? "no longer" : "now"} found on the server ${show(b.key)}`,
      detail: `${b.protocol} ${b.host}${b.pathname}`,
      ...places,
    });
  }
}

/** Keys keep their order inside a partition only. */
function compareOrder(
  comparison: Comparison,
  scopes: readonly Scope[],
  old: Channel,
  now: Channel,
): void {
  const [a, b] = [old, now].map(({ located }) => child(located, "x-berrys-partitions"));
  if (a === undefined || b === undefined) return;
  const [before, after] = [a, b].map(({ value }) => (typeof value === "number" ? value : 1));
  if (before === after) return;
  report(comparison, scopes, {
    rule: "asyncapi/partitions-changed",
    message: `The channel has ${after} partitions; it had ${before}`,
    at: ["partitions"],
    old: a.value === undefined ? old.located : a,
    new: b.value === undefined ? now.located : b,
  });
}

/** Whoever reads the stream must know the format of what was packed; nobody needs what was not. */
function comparePacking(
  comparison: Comparison,
  scopes: readonly Scope[],
  old: Channel,
  now: Channel,
): void {
  const [a, b] = [old, now].map(({ located }) => child(located, "x-berrys-packed"));
  if (a === undefined || b === undefined || a.value === true || b.value !== true) return;
  report(comparison, scopes, {
    rule: "asyncapi/packing-added",
    message: "Messages that are published together now share an entry of the stream",
    at: ["packed"],
    old: a.value === undefined ? old.located : a,
    new: b,
  });
}
