import type { Channel, Operation } from "../view/view.ts";
import type { TypeOf } from "./match-messages.ts";
import { createMatcher, type Matched } from "./pairs.ts";

/** Gives the number of a channel's pair; channels of both versions with the same number are one. */
export type ChannelNumbers = ReadonlyMap<Channel, number>;

/**
 * Operations by action, channel and service. The keys of operations never reach the wire; they only tell apart what is
 * the same otherwise. An operation whose service, action or channel changed keeps its key, or its messages and the rest.
 */
export function matchOperations(
  old: readonly Operation[],
  now: readonly Operation[],
  { numbers, typeOf }: { readonly numbers: ChannelNumbers; readonly typeOf: TypeOf },
): Matched<Operation> {
  const typesOf = ({ messages }: Operation) => messages.map(typeOf);
  const shareMessages = (a: Operation, b: Operation) => {
    const types = new Set(typesOf(a));
    return typesOf(b).some((type) => types.has(type)) || types.size + b.messages.length === 0;
  };
  const typesWith = (prefix: string, operation: Operation) =>
    typesOf(operation).map((type) => JSON.stringify([prefix, type]));
  const matcher = createMatcher(old, now);
  const onChannel = ({ action, channel }: Operation) => `${action} ${numbers.get(channel)}`;
  const whole = (operation: Operation) => `${onChannel(operation)} ${operation.service}`;
  const inherits = (a: Operation, b: Operation) => (a.service === null) !== (b.service === null);
  matcher.byText((operation) => `${whole(operation)} ${operation.key}`, shareMessages);
  matcher.byWords((operation) => typesWith(whole(operation), operation));
  matcher.byText(whole, (a, b) => a.messages.length === 0 || b.messages.length === 0);
  matcher.byText(onChannel, (a, b) => inherits(a, b) && (a.key === b.key || shareMessages(a, b)));
  // The service changed.
  matcher.byText((operation) => `${onChannel(operation)} ${operation.key}`);
  matcher.byWords((operation) => typesWith(onChannel(operation), operation));
  // The action changed.
  const number = ({ channel }: Operation) => numbers.get(channel);
  matcher.byText(
    ({ key }) => key,
    (a, b) => number(a) === number(b) && a.action !== b.action,
  );
  matcher.byText(
    (operation) => `${number(operation)} ${operation.service}`,
    (a, b) => a.action !== b.action && shareMessages(a, b),
  );
  // The channel changed.
  matcher.byText(
    ({ key, action }) => `${action} ${key}`,
    (a, b) => number(a) !== number(b) && shareMessages(a, b),
  );
  return matcher.result();
}
