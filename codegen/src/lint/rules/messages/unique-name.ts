import type { LintCheck } from "../../lint-rule.ts";
import { type MessageView, messagesOf, mistakeOf, placeOf } from "./view/message-view.ts";

/** Two messages of one channel have two names. */
export const uniqueName: LintCheck = (side) => {
  const seen = new Map<string, MessageView>();
  return (messagesOf(side)?.messages ?? []).flatMap((view) => {
    const id = `${view.channel.key} ${view.type}`;
    const other = seen.get(id);
    seen.set(id, other ?? view);
    if (other === undefined) return [];
    return [
      mistakeOf(view, {
        rule: "messages/unique-name",
        message: `The channel \`${view.channel.key}\` carries two messages called \`${view.type}\`.`,
        related: placeOf(other.message.located),
        hint: "rename one of them, so that readers can tell them apart",
      }),
    ];
  });
};
