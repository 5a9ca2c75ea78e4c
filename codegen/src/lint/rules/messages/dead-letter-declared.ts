import type { LintCheck } from "../../lint-rule.ts";
import { defaultHolds } from "../view/default-holds.ts";
import { eachMessage, messagesOf, mistakeOf } from "./view/message-view.ts";

const each = eachMessage((view) => {
  if (view.purpose === "reply" || view.extension("x-berrys-dead-letter") !== null) return [];
  const text = `\`${view.type}\` does not say what happens after its last attempt.`;
  const hint = "add `x-berrys-dead-letter: continue`, or `halt-key` where the next must wait";
  return [mistakeOf(view, { rule: "messages/dead-letter-declared", message: text, hint })];
});

/** Messages say what becomes of those that follow one that failed. */
export const deadLetterDeclared: LintCheck = (side) => {
  const isStated =
    messagesOf(side)?.messages.some((view) => view.extension("x-berrys-dead-letter") !== null) ??
    false;
  return defaultHolds(
    each(side),
    isStated,
    "No message says what happens after its last attempt: by default the next ones go on.",
  );
};
