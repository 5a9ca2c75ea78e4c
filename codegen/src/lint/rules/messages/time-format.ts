import { member } from "../../../load/pointer.ts";
import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, mistakeOf, placeOf } from "./view/message-view.ts";
import { oncePerSchema } from "./view/once-per-schema.ts";

/** Properties that end in `_at` or are called `timestamp` hold RFC 3339 times. */
export const timeFormat: LintCheck = (side) =>
  oncePerSchema(messagesOf(side), (view, { node, entry, name, path }) => {
    if (name === null || !/(_at|^timestamp|_timestamp|[a-z]At)$/.test(name)) return [];
    const format = member(entry.value, "format") ?? member(node.value, "format");
    const type = member(node.value, "type");
    if (format === "date-time" || type === undefined) return [];
    const types = [type].flat().map((found) => `\`${String(found)}\``);
    const is = `${types.join(" or ")}${format === undefined ? "" : ` with the format \`${String(format)}\``}`;
    return [
      mistakeOf(view, {
        rule: "messages/time-format",
        message: `The time \`${name}\` is ${is}, not a text with the format \`date-time\`.`,
        path: `message ${view.type} › ${path}`,
        place: placeOf(entry),
        hint: "declare it as `{ type: string, format: date-time }`",
      }),
    ];
  });
