import type { Place } from "../compat/change.ts";
import type { Side } from "../compat/side.ts";
import type { Span } from "../diagnostics/diagnostic.ts";
import type { LintMistake } from "./lint-rule.ts";

/** Position of a place in what was linted; null where the file was not read. */
export function spanOf({ sources }: Side, { file, pointer, part, span }: Place): Span | null {
  return span ?? sources.spanOf({ file, pointer }, part);
}

/** Mistakes by place, rule and text; what two rules, or one rule in two ways, say in the same words is kept once. */
export function sortMistakes(side: Side, mistakes: readonly LintMistake[]): readonly LintMistake[] {
  const keyed = mistakes.map((mistake) => ({ mistake, key: keyOf(side, mistake) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed
    .filter(({ key }, index) => key !== keyed[index - 1]?.key)
    .map(({ mistake }) => mistake);
}

function keyOf(side: Side, mistake: LintMistake): string {
  const { place, rule, path, message, detail = "" } = mistake;
  const span = spanOf(side, place);
  const at = [span?.line ?? 0, span?.column ?? 0].map((number) => String(number).padStart(9, "0"));
  return [place.file, ...at, rule, path, detail, message].join("\0");
}
