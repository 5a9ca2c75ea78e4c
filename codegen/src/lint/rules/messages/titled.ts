import { textField } from "../../../compat/asyncapi/view/layers.ts";
import { eachMessage, mistakeOf } from "./view/message-view.ts";

/** Every message has a title for lists that people read. */
export const titled = eachMessage((view) => {
  if (textField(view.message.layers, "title") !== null) return [];
  const text = `The message \`${view.type}\` has no title.`;
  return [mistakeOf(view, { rule: "messages/titled", message: text, hint: "add `title`" })];
});
