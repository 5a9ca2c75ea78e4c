import { textField } from "../../../compat/asyncapi/view/layers.ts";
import { eachMessage, mistakeOf } from "./view/message-view.ts";

/** Every message says what it means. */
export const described = eachMessage((view) => {
  const has = ["description", "summary"].some(
    (key) => textField(view.message.layers, key) !== null,
  );
  if (has) return [];
  const text = `The message \`${view.type}\` has no description.`;
  const hint = "add `description`: one sentence that says when it is sent";
  return [mistakeOf(view, { rule: "messages/described", message: text, hint })];
});
