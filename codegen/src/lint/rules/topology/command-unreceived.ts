import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, mistakeOf } from "../messages/view/message-view.ts";
import { isWholeSystem } from "./view/services.ts";

/** Somebody receives every command. */
export const commandUnreceived: LintCheck = (side) => {
  const all = messagesOf(side);
  if (all === null || !isWholeSystem(all.view.operations)) return [];
  return all.messages
    .filter(({ purpose, receivers }) => purpose === "command" && receivers.length === 0)
    .map((view) =>
      mistakeOf(view, {
        rule: "topology/command-unreceived",
        message: `Nobody receives the command \`${view.type}\`.`,
        hint: "add the operation of its receiver, or remove it",
      }),
    );
};
