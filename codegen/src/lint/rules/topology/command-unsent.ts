import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, mistakeOf } from "../messages/view/message-view.ts";
import { isWholeSystem } from "./view/services.ts";

/** Somebody sends every command. */
export const commandUnsent: LintCheck = (side) => {
  const all = messagesOf(side);
  if (all === null || !isWholeSystem(all.view.operations)) return [];
  return all.messages
    .filter(({ purpose, senders }) => purpose === "command" && senders.length === 0)
    .map((view) =>
      mistakeOf(view, {
        rule: "topology/command-unsent",
        message: `Nobody sends the command \`${view.type}\`.`,
        hint: "add the operation of a sender, or remove it",
      }),
    );
};
