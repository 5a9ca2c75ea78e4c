import { field } from "../../../compat/asyncapi/view/layers.ts";
import { eachMessage, mistakeOf } from "./view/message-view.ts";

/** A message says what it carries. */
export const payloadPresent = eachMessage((view) => {
  if (field(view.message.layers, "payload") !== null) return [];
  const text = `The message \`${view.type}\` does not say what it carries.`;
  const hint = "add `payload`, with `type: object` where it is empty";
  return [mistakeOf(view, { rule: "messages/payload-present", message: text, hint })];
});
