import { field } from "../../../compat/asyncapi/view/layers.ts";
import { child } from "../../../load/reference.ts";
import { eachMessage, mistakeOf, placeOf } from "./view/message-view.ts";

/** Messages are JSON. */
export const contentJson = eachMessage((view) => {
  const { tree, message, type } = view;
  const own = field(message.layers, "contentType");
  const at = own ?? child(tree.root, "defaultContentType");
  if (typeof at.value !== "string" || /^application\/([\w.-]+\+)?json\b/.test(at.value)) return [];
  const text = `\`${type}\` is encoded as \`${at.value}\` and not as JSON.`;
  const hint = "write `application/json`";
  const place = placeOf(at, "value");
  return [mistakeOf(view, { rule: "messages/content-json", message: text, place, hint })];
});
