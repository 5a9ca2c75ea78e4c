import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Side } from "../../compat/side.ts";
import { hasErrors } from "../../diagnostics/create.ts";
import type { LintMistake } from "../lint-rule.ts";
import { runChecks } from "../run-checks.ts";
import { fixTexts } from "./fix-texts.ts";

/** What to fix. */
export interface FixOptions {
  /** Mistakes to mend; default: all that can be. Settings, baseline and approvals say which are not mistakes. */
  readonly wanted?: (mistake: LintMistake) => boolean;
}

/** One fix may uncover another; more passes than this would mean that two undo each other. */
const mostPasses = 10;

/**
 * Mends what can be mended mechanically in the files of a side, which is opened again after each pass, and says in a line
 * what was done. Files outside of the side's folder are left alone. Should a pass leave contracts that cannot be read, its
 * files are put back and that is thrown as the bug it is.
 */
export async function fixAll(
  side: Side,
  open: () => Promise<Side>,
  { wanted = () => true }: FixOptions = {},
): Promise<string> {
  const files = new Set<string>();
  let mended = 0;
  let now = side;
  for (let pass = 1; pass <= mostPasses; pass += 1) {
    const mistakes = (await runChecks(now)).filter(
      (mistake) => (mistake.fix ?? []).every(({ file }) => isInside(file)) && wanted(mistake),
    );
    const { texts, fixed } = fixTexts(now.sources, mistakes);
    if (texts.size === 0) break;
    const undo = writeTexts(now.root, texts);
    const next = await open();
    if (now !== side) await now.dispose();
    now = next;
    if (hasErrors(now.diagnostics)) {
      undo();
      const [first] = now.diagnostics.filter(({ severity }) => severity === "error");
      await now.dispose();
      throw new Error(`a fix of ${fixed[0]?.rule} broke the contracts: ${first?.message}`);
    }
    for (const file of texts.keys()) files.add(file);
    mended += fixed.length;
  }
  if (now !== side) await now.dispose();
  return mended === 0
    ? "nothing to mend mechanically"
    : `mended ${count(mended, "mistake")} in ${count(files.size, "file")}`;
}

function isInside(file: string): boolean {
  return !file.startsWith("..") && !file.startsWith("/");
}

/** Writes the texts and returns what puts the old ones back. */
function writeTexts(root: string, texts: ReadonlyMap<string, string>): () => void {
  const before = [...texts.keys()].map((file) => [file, readFileSync(join(root, file))] as const);
  for (const [file, text] of texts) writeFileSync(join(root, file), text);
  return () => {
    for (const [file, bytes] of before) writeFileSync(join(root, file), bytes);
  };
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? "" : "s"}`;
}
