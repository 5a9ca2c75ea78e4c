import { eachMessage, mistakeOf } from "./view/message-view.ts";

/** Events and commands say what they are ordered by. */
export const keyPresent = eachMessage((view) => {
  if (view.purpose === "reply" || view.extension("x-berrys-key") !== null) return [];
  const text = `\`${view.type}\` has no ordering key, so it may overtake others about the same thing.`;
  const hint = "add `x-berrys-key: /<property>` to the message or its channel";
  return [mistakeOf(view, { rule: "messages/key-present", message: text, hint })];
});
