import { child } from "../../../load/reference.ts";
import { type Comparison, report, type Scope, show } from "../context.ts";
import type { Pairing } from "../match/pairing.ts";
import { repliesOf } from "../message-uses.ts";
import { operationScope, replyAction, roleOf } from "../scopes.ts";
import { textAt } from "../view/layers.ts";
import type { Operation, Reply } from "../view/view.ts";

/** Compares how an operation is answered. Who receives, answers: the reply goes the other way. */
export function compareReply(
  comparison: Comparison,
  pairing: Pairing,
  old: Operation,
  now: Operation,
): void {
  const [before, after] = [old.reply, now.reply];
  if (before === null && after === null) return;
  const direction = replyAction(now.action);
  const scope = operationScope({ operation: now, old });
  const path = [...scope.path, "reply"];
  const scopes: readonly Scope[] = [{ ...scope, role: roleOf(direction), direction, path }];
  if (before === null || after === null) {
    report(comparison, scopes, {
      rule: before === null ? "asyncapi/reply-added" : "asyncapi/reply-removed",
      message: `The operation is ${before === null ? "now" : "no longer"} answered`,
      old: before?.located ?? old.located,
      new: after?.located ?? now.located,
    });
    return;
  }
  compareReplyPlace(comparison, scopes, { pairing, old: before, now: after });
  const messages = repliesOf(old, now);
  for (const message of messages.removed)
    report(comparison, scopes, {
      rule: "asyncapi/reply-message-removed",
      message: `${show(message.type)} no longer answers`,
      old: message.located,
      new: after.located,
      detail: message.type,
    });
  for (const message of messages.added)
    report(comparison, scopes, {
      rule: "asyncapi/reply-message-added",
      message: `${show(message.type)} may answer now`,
      old: before.located,
      new: message.located,
      detail: message.type,
    });
}

function compareReplyPlace(
  comparison: Comparison,
  scopes: readonly Scope[],
  { pairing, old, now }: { readonly pairing: Pairing; readonly old: Reply; readonly now: Reply },
): void {
  const [from, to] = [old.channel, now.channel];
  const isFixed = from?.address != null || to?.address != null;
  if (
    isFixed &&
    from !== null &&
    to !== null &&
    pairing.numbers.get(from) !== pairing.numbers.get(to)
  )
    report(comparison, scopes, {
      rule: "asyncapi/reply-channel-changed",
      message: `The reply travels on ${show(to.label)}; it was ${show(from.label)}`,
      at: ["channel"],
      old: child(old.located, "channel"),
      new: child(now.located, "channel"),
    });
  const [before, after] = [textAt(old.location), textAt(now.location)];
  if (before === after) return;
  const rule = before === null ? "added" : after === null ? "removed" : "changed";
  const message =
    before === null
      ? `The reply goes to the address at ${show(after)} of the request now`
      : after === null
        ? `The reply no longer goes to the address at ${show(before)} of the request`
        : `The address of the reply stands at ${show(after)} of the request; it was ${show(before)}`;
  report(comparison, scopes, {
    rule: `asyncapi/reply-location-${rule}`,
    message,
    at: ["address"],
    old: old.location ?? old.located,
    new: now.location ?? now.located,
  });
}
