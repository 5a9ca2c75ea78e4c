import { child, children } from "../../../../load/reference.ts";
import { createEditor } from "../../../fix/edits.ts";
import { schemaRule } from "../view/define.ts";

/** A name stands once. */
export const requiredUnique = schemaRule(
  "rest/required-unique",
  {
    title: "A required property twice",
    level: "warn",
    why: "JSON Schema asks for unique names; strict validators refuse the whole schema.",
    fix: "Remove the second one.",
  },
  ({ node }, _api, side) => {
    const seen = new Set<unknown>();
    return children(child(node, "required")).flatMap(([, at]) => {
      if (!seen.has(at.value)) {
        seen.add(at.value);
        return [];
      }
      const name = String(at.value);
      return [
        {
          message: `\`${name}\` stands twice in \`required\`.`,
          at,
          detail: name,
          fix: createEditor(side.sources).remove(at),
        },
      ];
    });
  },
);
