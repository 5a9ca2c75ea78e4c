import { eachMessage, mistakeOf } from "./view/message-view.ts";

/** Messages say what becomes of those that follow one that failed. */
export const deadLetterDeclared = eachMessage((view) => {
  if (view.purpose === "reply" || view.extension("x-berrys-dead-letter") !== null) return [];
  const text = `\`${view.type}\` does not say what happens after its last attempt.`;
  const hint = "add `x-berrys-dead-letter: continue`, or `halt-key` where the next must wait";
  return [mistakeOf(view, { rule: "messages/dead-letter-declared", message: text, hint })];
});
