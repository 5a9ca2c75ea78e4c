import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, mistakeOf } from "../messages/view/message-view.ts";
import { isWholeSystem } from "./view/services.ts";

/** Somebody follows every event. */
export const eventUnfollowed: LintCheck = (side) => {
  const all = messagesOf(side);
  if (all === null || !isWholeSystem(all.view.operations)) return [];
  return all.messages
    .filter(({ purpose, receivers }) => purpose === "event" && receivers.length === 0)
    .map((view) =>
      mistakeOf(view, {
        rule: "topology/event-unfollowed",
        message: `Nobody follows the event \`${view.type}\`.`,
        hint: "let a service follow it, or stop publishing it",
      }),
    );
};
