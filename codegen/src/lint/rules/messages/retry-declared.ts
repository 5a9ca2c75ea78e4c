import { member } from "../../../load/pointer.ts";
import type { LintCheck } from "../../lint-rule.ts";
import { defaultHolds } from "../view/default-holds.ts";
import { eachMessage, messagesOf, mistakeOf, placeOf } from "./view/message-view.ts";

const each = eachMessage((view) => {
  if (view.purpose === "reply") return [];
  const retry = view.extension("x-berrys-retry");
  const lacking = ["attempts", "backoff_ms", "max_backoff_ms"].filter(
    (key) => typeof member(retry?.value, key) !== "number",
  );
  if (lacking.length === 0) return [];
  const list = lacking.map((key) => `\`${key}\``).join(", ");
  return [
    mistakeOf(view, {
      rule: "messages/retry-declared",
      message:
        retry === null
          ? `\`${view.type}\` does not say how it is tried again.`
          : `The retry of \`${view.type}\` leaves out ${list}.`,
      ...(retry === null ? {} : { place: placeOf(retry) }),
      hint: "add `x-berrys-retry: { attempts: 5, backoff_ms: 200, max_backoff_ms: 30000 }` to the message or its channel",
    }),
  ];
});

/** Messages say how often and how fast they are tried again. */
export const retryDeclared: LintCheck = (side) => {
  const isStated =
    messagesOf(side)?.messages.some((view) => view.extension("x-berrys-retry") !== null) ?? false;
  return defaultHolds(
    each(side),
    isStated,
    "No message says how it is tried again: the default of five attempts holds.",
  );
};
