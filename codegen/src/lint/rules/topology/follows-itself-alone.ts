import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, mistakeOf } from "../messages/view/message-view.ts";

/** An event that its publisher alone follows tells nobody anything. */
export const followsItselfAlone: LintCheck = (side) =>
  (messagesOf(side)?.messages ?? []).flatMap((view) => {
    const parties = new Set([...view.senders, ...view.receivers].map(({ service }) => service));
    const [service] = parties;
    const isBoth = view.senders.length > 0 && view.receivers.length > 0;
    if (view.purpose !== "event" || !isBoth || parties.size !== 1 || service == null) return [];
    return [
      mistakeOf(view, {
        rule: "topology/follows-itself-alone",
        message: `\`${service}\` publishes \`${view.type}\` and is the only one that follows it.`,
        hint: "do the work where the event arises, or send a command",
      }),
    ];
  });
