import { member } from "../../../load/pointer.ts";
import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, mistakeOf, placeOf } from "./view/message-view.ts";
import { oncePerSchema } from "./view/once-per-schema.ts";

const bounds = ["format", "pattern", "enum", "const", "maxLength"];

/** Texts and lists have a largest size, so that a message has one too. */
export const bounded: LintCheck = (side) =>
  oncePerSchema(messagesOf(side), (view, { node, entry, name, path }) => {
    const types = [member(node.value, "type")].flat();
    const has = (key: string) =>
      [node, entry].some(({ value }) => member(value, key) !== undefined);
    const isOpen =
      (types.includes("string") && !bounds.some(has)) ||
      (types.includes("array") && !has("maxItems"));
    if (name === null || !isOpen) return [];
    const keyword = types.includes("string") ? "maxLength" : "maxItems";
    return [
      mistakeOf(view, {
        rule: "messages/bounded",
        message: `The property \`${name}\` has no largest size.`,
        path: `message ${view.type} › ${path}`,
        place: placeOf(entry),
        hint: `add \`${keyword}\``,
      }),
    ];
  });
