import { nearest } from "../../../../diagnostics/nearest.ts";
import { child, children, type Located } from "../../../../load/reference.ts";
import { createEditor, type Editor } from "../../../fix/edits.ts";
import type { Edit } from "../../../lint-rule.ts";
import { textOf } from "../view/api.ts";
import { documentRule } from "../view/define.ts";

/** Tags have a place where they are described and put in order. */
export const tagsDeclared = documentRule(
  "rest/tags-declared",
  {
    title: "A tag that is not declared",
    level: "warn",
    elsewhere: "info",
    why: "A misspelt tag makes a group of its own, without description and at the end.",
    fix: "Declare the tag under `tags` of the document, or correct its name.",
  },
  (root, { operations }, side) => {
    const known = new Set(
      children(child(root, "tags")).map(([, tag]) => textOf(tag, "name") ?? ""),
    );
    const editor = createEditor(side.sources);
    const reported = new Set<string>();
    return operations.flatMap(({ node, label }) =>
      children(child(node, "tags")).flatMap(([, at]) => {
        const name = String(at.value);
        if (known.has(name) || reported.has(name)) return [];
        reported.add(name);
        const best = nearest(name, known);
        return [
          {
            message: `The tag \`${name}\` is not declared.`,
            at,
            path: [label, "tags"],
            detail: name,
            hint: best === null ? "declare it under `tags`" : `did you mean \`${best}\`?`,
            fix: best === null && name === name.trim() ? declare(editor, root, name) : null,
          },
        ];
      }),
    );
  },
);

function declare(editor: Editor, root: Located, name: string): readonly Edit[] | null {
  return editor.append(child(root, "tags"), { name });
}
