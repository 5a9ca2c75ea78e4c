import { field } from "../../../compat/asyncapi/view/layers.ts";
import { children } from "../../../load/reference.ts";
import { eachMessage, mistakeOf } from "./view/message-view.ts";

/** Every message shows one. */
export const examplesPresent = eachMessage((view) => {
  const examples = field(view.message.layers, "examples");
  if (examples !== null && children(examples).length > 0) return [];
  const text = `The message \`${view.type}\` has no example.`;
  const hint = "add `examples: [{ name, summary, payload }]`";
  return [mistakeOf(view, { rule: "messages/examples-present", message: text, hint })];
});
