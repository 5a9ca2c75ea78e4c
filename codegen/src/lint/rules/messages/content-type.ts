import { field } from "../../../compat/asyncapi/view/layers.ts";
import { member } from "../../../load/pointer.ts";
import { eachMessage, mistakeOf } from "./view/message-view.ts";

/** Messages say how they are encoded, each by itself or all at once. */
export const contentType = eachMessage((view) => {
  const stated =
    field(view.message.layers, "contentType")?.value ??
    member(view.tree.root.value, "defaultContentType");
  if (typeof stated === "string") return [];
  const text = `Nothing says how \`${view.type}\` is encoded.`;
  const hint = "add `defaultContentType: application/json` at the top of the document";
  return [mistakeOf(view, { rule: "messages/content-type", message: text, hint })];
});
