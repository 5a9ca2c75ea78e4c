import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, mistakeOf } from "../messages/view/message-view.ts";
import { isWholeSystem } from "./view/services.ts";

/** Somebody publishes every event. */
export const eventUnpublished: LintCheck = (side) => {
  const all = messagesOf(side);
  if (all === null || !isWholeSystem(all.view.operations)) return [];
  return all.messages
    .filter(({ purpose, senders }) => purpose === "event" && senders.length === 0)
    .map((view) =>
      mistakeOf(view, {
        rule: "topology/event-unpublished",
        message: `Nobody publishes the event \`${view.type}\`.`,
        hint: "add the operation of its owner, or remove it",
      }),
    );
};
