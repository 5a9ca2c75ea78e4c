import type { Message } from "../view/view.ts";
import { createMatcher, type Matched } from "./pairs.ts";

/** The type under which the new version knows a message of either version. */
export type TypeOf = (message: Message) => string;

/**
 * Messages by their name on the wire. The key of a message is no such name, so that messages without one are also matched
 * by what they carry; a message that keeps its key and changes its name stays the same message.
 */
export function matchMessages(
  old: readonly Message[],
  now: readonly Message[],
  typeOf: TypeOf = ({ type }) => type,
): Matched<Message> {
  const matcher = createMatcher(old, now);
  matcher.byText(typeOf);
  matcher.byText(({ key }) => key);
  if (matcher.old.size === 0 || matcher.now.size === 0) return matcher.result();
  matcher.byText((message) => (message.isNamed ? null : message.fingerprint()));
  matcher.byWords((message) => (message.isNamed ? [] : message.properties()));
  const [unnamedOld = [], unnamedNow = []] = [matcher.old, matcher.now].map((items) =>
    [...items].filter(({ isNamed }) => !isNamed),
  );
  if (unnamedOld.length === unnamedNow.length)
    for (const [index, a] of unnamedOld.entries()) {
      const b = unnamedNow[index];
      if (b !== undefined) matcher.pair(a, b);
    }
  return matcher.result();
}
