import { member } from "../../../../load/pointer.ts";
import { child, type Located } from "../../../../load/reference.ts";
import { createEditor, type Editor, type EditValue } from "../../../fix/edits.ts";
import type { Edit } from "../../../lint-rule.ts";
import { schemaRule } from "../view/define.ts";

/** OpenAPI 3.1 keeps `example` in schemas for old documents alone. */
export const examplesKeyword = schemaRule(
  "rest/examples-keyword",
  {
    title: "`example` in a schema of OpenAPI 3.1",
    level: "info",
    why: "JSON Schema knows `examples` (a list); OpenAPI 3.1 calls `example` in schemas deprecated, and newer tools leave it out.",
    fix: "Write `examples: [ … ]`.",
  },
  ({ node }, { tree }, side) => {
    const at = child(node, "example");
    const hasBoth = member(node.value, "examples") !== undefined;
    if (tree.dialect !== "2020-12" || at.value === undefined || hasBoth) return null;
    return {
      message: "`example` is deprecated in schemas of OpenAPI 3.1.",
      at,
      hint: "write `examples: [ … ]`",
      fix: inList(createEditor(side.sources), at),
    };
  },
);

function inList(editor: Editor, at: Located): readonly Edit[] | null {
  const { value } = at;
  if (typeof value === "object" || typeof value === "undefined") return null;
  const renamed = editor.rename(at, "examples");
  const listed = editor.replace(at, [value as EditValue]);
  return renamed === null || listed === null ? null : [...renamed, ...listed];
}
