import type { Channel } from "../view/view.ts";
import { createMatcher, type Matched, type Matcher } from "./pairs.ts";

/**
 * Channels by address: the names of placeholders and the keys of channels never reach the wire. Channels that share an
 * address are told apart by what they carry; a channel that moved keeps its key or its messages.
 */
export function matchChannels(old: readonly Channel[], now: readonly Channel[]): Matched<Channel> {
  const matcher = createMatcher(old, now);
  const sameAddress = (a: Channel, b: Channel) => a.addressId === b.addressId;
  matcher.byText(
    ({ addressId, key }) => `${key} ${addressId}`,
    (a, b) => sameAddress(a, b) && (shareMessages(a, b) || bothEmpty(a, b)),
  );
  matcher.byWords(typesAtAddress, sameAddress);
  pairShared(matcher);
  pairOnly(matcher, old, now);
  matcher.byText(({ addressId, key }) => `${key} ${addressId}`, sameAddress);
  matcher.byText(({ key }) => key, shareMessages);
  matcher.byText(({ messages }) => {
    const types = messages.filter(({ isNamed }) => isNamed).map(({ type }) => type);
    return types.length === 0 ? null : JSON.stringify(types.sort());
  });
  // A channel whose address became known, or unknown, is the same channel by its key.
  matcher.byText(
    ({ key }) => key,
    (a, b) => (a.address === null) !== (b.address === null),
  );
  matcher.byText((channel) => (channel.address === null ? contentOf(channel) : null));
  const unknown = [matcher.old, matcher.now].map((left) =>
    [...left].filter(({ address }) => address === null),
  );
  const [[a, ...otherOld] = [], [b, ...otherNow] = []] = unknown;
  if (a !== undefined && b !== undefined && otherOld.length + otherNow.length === 0)
    matcher.pair(a, b);
  return matcher.result();
}

/** Channels of one address that share no name are told apart by what their messages carry. */
function pairShared(matcher: Matcher<Channel>): void {
  const free = new Set([...matcher.now].map(({ addressId }) => addressId));
  matcher.byText((channel) =>
    channel.addressId !== null && free.has(channel.addressId)
      ? `${channel.addressId} ${contentOf(channel)}`
      : null,
  );
}

function contentOf({ messages }: Channel): string {
  return messages
    .map((message) => (message.isNamed ? message.type : message.fingerprint()))
    .sort()
    .join("\n");
}

function typesAtAddress({ addressId, messages }: Channel): readonly string[] {
  return messages.map(({ type }) => JSON.stringify([addressId, type]));
}

/** The only channel of its address on both sides is the same, whatever it carries. */
function pairOnly(
  matcher: Matcher<Channel>,
  old: readonly Channel[],
  now: readonly Channel[],
): void {
  const only = (channels: readonly Channel[]) => {
    const counts = new Map<string, number>();
    for (const { addressId } of channels)
      if (addressId !== null) counts.set(addressId, (counts.get(addressId) ?? 0) + 1);
    return counts;
  };
  const counts = [only(old), only(now)];
  matcher.byText(({ addressId }) =>
    addressId !== null && counts.every((count) => count.get(addressId) === 1) ? addressId : null,
  );
}

function shareMessages(a: Channel, b: Channel): boolean {
  const types = new Set(a.messages.map(({ type }) => type));
  const keys = new Set(a.messages.map(({ key }) => key));
  return b.messages.some(({ type, key }) => types.has(type) || keys.has(key));
}

function bothEmpty(a: Channel, b: Channel): boolean {
  return a.messages.length === 0 && b.messages.length === 0;
}
