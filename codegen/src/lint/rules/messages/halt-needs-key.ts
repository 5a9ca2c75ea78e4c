import { eachMessage, mistakeOf, placeOf } from "./view/message-view.ts";

/** Only what has a key can halt one key. */
export const haltNeedsKey = eachMessage((view) => {
  const deadLetter = view.extension("x-berrys-dead-letter");
  if (deadLetter?.value !== "halt-key" || view.extension("x-berrys-key") !== null) return [];
  return [
    mistakeOf(view, {
      rule: "messages/halt-needs-key",
      message: `\`${view.type}\` halts its key after a failure, but has no key.`,
      place: placeOf(deadLetter),
      hint: "add `x-berrys-key: /<property>`, or continue",
    }),
  ];
});
