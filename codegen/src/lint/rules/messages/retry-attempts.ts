import { member } from "../../../load/pointer.ts";
import { eachMessage, mistakeOf, placeOf } from "./view/message-view.ts";

/** One attempt is no retry, and a retry without a pause meets the same trouble again. */
export const retryAttempts = eachMessage((view) => {
  const retry = view.extension("x-berrys-retry");
  if (retry === null) return [];
  const attempts = member(retry.value, "attempts");
  const backoff = member(retry.value, "backoff_ms");
  const problem =
    attempts === 1
      ? "is tried once alone, so that every hiccup ends in the dead letters"
      : backoff === 0
        ? "is tried again without a pause"
        : null;
  if (problem === null) return [];
  return [
    mistakeOf(view, {
      rule: "messages/retry-attempts",
      message: `\`${view.type}\` ${problem}.`,
      place: placeOf(retry),
      hint: "allow 3 attempts or more, 100 ms or more apart",
    }),
  ];
});
