import { child, children } from "../../../../load/reference.ts";
import { createEditor } from "../../../fix/edits.ts";
import { schemaRule } from "../view/define.ts";

/** A value stands once. */
export const enumUnique = schemaRule(
  "rest/enum-unique",
  {
    title: "An enum with a value twice",
    level: "warn",
    why: "JSON Schema asks for unique values; some generators emit the same constant twice and do not compile.",
    fix: "Remove the second one.",
  },
  ({ node }, _api, side) => {
    const seen = new Set<string>();
    return children(child(node, "enum")).flatMap(([, at]) => {
      const text = JSON.stringify(at.value);
      if (!seen.has(text)) {
        seen.add(text);
        return [];
      }
      return [
        {
          message: `The value \`${text}\` stands twice in this enum.`,
          at,
          detail: text,
          fix: createEditor(side.sources).remove(at),
        },
      ];
    });
  },
);
