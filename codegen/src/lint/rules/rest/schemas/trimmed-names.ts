import { child, children } from "../../../../load/reference.ts";
import { createEditor } from "../../../fix/edits.ts";
import { documentRule } from "../view/define.ts";

/** A space at the end of a name is seen by machines alone. */
export const trimmedNames = documentRule(
  "rest/trimmed-names",
  {
    title: "A name with a space at its end",
    level: "warn",
    why: 'People do not see the space and machines do: `"projects "` is another tag than `projects`.',
    fix: "Remove the space.",
  },
  (root, { operations }, side) => {
    const editor = createEditor(side.sources);
    const names = [
      ...children(child(root, "tags")).map(([, tag]) => ({
        at: child(tag, "name"),
        path: ["tags"],
      })),
      ...operations.flatMap(({ node, label }) => [
        ...children(child(node, "tags")).map(([, at]) => ({ at, path: [label, "tags"] })),
        { at: child(node, "operationId"), path: [label, "operationId"] },
        { at: child(node, "summary"), path: [label, "summary"] },
      ]),
      { at: child(child(root, "info"), "title"), path: ["info", "title"] },
    ];
    return names.flatMap(({ at, path }) => {
      const { value } = at;
      if (typeof value !== "string" || value === value.trim()) return [];
      return [
        {
          message: `\`${value}\` begins or ends with a space.`,
          at,
          part: "value" as const,
          path,
          detail: value,
          hint: `write \`${value.trim()}\``,
          fix: editor.replace(at, value.trim()),
        },
      ];
    });
  },
);
