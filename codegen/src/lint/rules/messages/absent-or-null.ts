import { member } from "../../../load/pointer.ts";
import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, mistakeOf, placeOf } from "./view/message-view.ts";
import { oncePerSchema } from "./view/once-per-schema.ts";
import { isNullable, textsOf } from "./view/schema-view.ts";

/** Nothing is said in one way: a property is either left out or null, never both. */
export const absentOrNull: LintCheck = (side) =>
  oncePerSchema(messagesOf(side), (view, { entry, owner, name, path }) => {
    if (name === null || owner === null || !isNullable(view.tree, entry)) return [];
    if (textsOf(member(owner.value, "required")).includes(name)) return [];
    return [
      mistakeOf(view, {
        rule: "messages/absent-or-null",
        message: `The property \`${name}\` may be left out and may be null: two ways to say nothing.`,
        path: `message ${view.type} › ${path}`,
        place: placeOf(entry),
        hint: "take `null` away, or make the property required",
      }),
    ];
  });
