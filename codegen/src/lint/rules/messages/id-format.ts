import { member } from "../../../load/pointer.ts";
import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, mistakeOf, placeOf } from "./view/message-view.ts";
import { oncePerSchema } from "./view/once-per-schema.ts";

const free: ReadonlySet<string> = new Set([
  "correlation_id",
  "causation_id",
  "trace_id",
  "span_id",
]);
const forms = ["format", "pattern", "enum", "const", "minLength", "maxLength"];

/** Ids say what they look like: a UUID, a pattern, a set, or at least their length. */
export const idFormat: LintCheck = (side) =>
  oncePerSchema(messagesOf(side), (view, { node, entry, name, path }) => {
    if (name === null || !/(^|_)id$/.test(name) || free.has(name)) return [];
    const isText = [member(node.value, "type")].flat().includes("string");
    const isFormed = forms.some((form) =>
      [node, entry].some(({ value }) => member(value, form) !== undefined),
    );
    if (!isText || isFormed) return [];
    return [
      mistakeOf(view, {
        rule: "messages/id-format",
        message: `The id \`${name}\` may be any text.`,
        path: `message ${view.type} › ${path}`,
        place: placeOf(entry),
        hint: "add `format: uuid`, or a `pattern` or length",
      }),
    ];
  });
