import { child, children, idOf } from "../../../load/reference.ts";
import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, placeOf } from "../messages/view/message-view.ts";

/** Every message of the components travels on a channel. */
export const unusedMessage: LintCheck = (side) => {
  const all = messagesOf(side);
  if (all === null) return [];
  const used = new Set(all.messages.map(({ message }) => idOf(message.located)));
  return children(child(child(all.tree.root, "components"), "messages")).flatMap(([key, entry]) => {
    const target = all.tree.deref(entry);
    if (target === null || used.has(idOf(target))) return [];
    return [
      {
        rule: "topology/unused-message",
        kind: "asyncapi" as const,
        message: `No channel carries the message \`${key}\`.`,
        path: `message ${key}`,
        place: placeOf(entry),
        hint: "add it to a channel, or remove it",
      },
    ];
  });
};
