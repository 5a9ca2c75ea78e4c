import type { Sources } from "../../load/sources.ts";
import type { Edit, LintMistake } from "../lint-rule.ts";
import { applyEdits, collides } from "./apply-edits.ts";

/** Files after one pass of fixes. */
export interface FixedTexts {
  /** File → new text, for files that change. */
  readonly texts: ReadonlyMap<string, string>;
  /** Mistakes whose fix was made; the fixes of others collide with one of them. */
  readonly fixed: readonly LintMistake[];
}

/** Makes every fix that collides with no earlier one. A fix is made as a whole or not at all. */
export function fixTexts(sources: Sources, mistakes: readonly LintMistake[]): FixedTexts {
  const chosen = new Map<string, Edit[]>();
  const of = (file: string): readonly Edit[] => chosen.get(file) ?? [];
  const fixed: LintMistake[] = [];
  for (const mistake of mistakes) {
    const edits = mistake.fix ?? [];
    if (edits.length === 0) continue;
    const added = edits.filter((edit) => !of(edit.file).some((other) => isSame(edit, other)));
    if (added.some((edit) => of(edit.file).some((other) => collides(edit, other)))) continue;
    for (const edit of added) push(chosen, edit);
    fixed.push(mistake);
  }
  const texts = new Map<string, string>();
  for (const [file, edits] of chosen) {
    const before = sources.text(file);
    const after = before === null ? null : applyEdits(before, edits);
    if (after !== null && after !== before) texts.set(file, after);
  }
  return { texts, fixed };
}

/** Two mistakes may want the same thing removed. */
function isSame(a: Edit, b: Edit): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end && a.text === b.text;
}

function push(chosen: Map<string, Edit[]>, edit: Edit): void {
  const known = chosen.get(edit.file);
  if (known === undefined) chosen.set(edit.file, [edit]);
  else known.push(edit);
}
