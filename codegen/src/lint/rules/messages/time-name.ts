import { member } from "../../../load/pointer.ts";
import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, mistakeOf, placeOf } from "./view/message-view.ts";
import { oncePerSchema } from "./view/once-per-schema.ts";

const names =
  /(_at|^(timestamp|deadline|since|until|from|to|start|end)|_(timestamp|deadline|since|until|from|to|start|end))$/;

/** Times are told by their names: `created_at`, `deadline`. */
export const timeName: LintCheck = (side) =>
  oncePerSchema(messagesOf(side), (view, { node, entry, name, path }) => {
    if (name === null || names.test(name) || member(node.value, "format") !== "date-time")
      return [];
    return [
      mistakeOf(view, {
        rule: "messages/time-name",
        message: `The property \`${name}\` holds a time, which its name does not tell.`,
        path: `message ${view.type} › ${path}`,
        place: placeOf(entry),
        hint: "end its name with `_at`",
      }),
    ];
  });
