import type { Side } from "../compat/side.ts";
import { lintGroups, lintRule } from "./groups.ts";
import type { LintMistake } from "./lint-rule.ts";
import { usesBerrys } from "./profile.ts";
import { sortMistakes } from "./sort-mistakes.ts";

/** How our own rules are run. */
export interface CheckOptions {
  /** Rules of the `platform` profile to run on contracts without any `x-berrys-…` extension too. Default: none. */
  readonly always?: (rule: string) => boolean;
}

/** What our own rules say, sorted. Rules of the `platform` profile are silent on contracts that do not use Berrys. */
export async function runChecks(
  side: Side,
  { always }: CheckOptions = {},
): Promise<readonly LintMistake[]> {
  const found: LintMistake[] = [];
  for (const { checks, single = [] } of lintGroups) {
    for (const check of checks) found.push(...check(side));
    for (const { id, kind, check } of single) {
      const counts = lintRule(id)?.profile !== "platform" || usesBerrys(side, kind);
      if (counts || always?.(id) === true) found.push(...(await check(side)));
    }
  }
  const kept = found.flatMap((mistake): readonly LintMistake[] => {
    const { rule, kind } = mistake;
    if (always?.(rule) === true || usesBerrys(side, kind)) return [mistake];
    const { profile, elsewhere } = lintRule(rule) ?? {};
    if (profile === "platform") return [];
    return [elsewhere === undefined ? mistake : { ...mistake, level: elsewhere }];
  });
  return sortMistakes(side, kept);
}
