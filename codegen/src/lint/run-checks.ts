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
export function runChecks(side: Side, { always }: CheckOptions = {}): readonly LintMistake[] {
  const found = lintGroups.flatMap(({ checks, single = [] }) => [
    ...checks.flatMap((check) => check(side)),
    ...single.flatMap(({ id, kind, check }) =>
      lintRule(id)?.profile !== "platform" || usesBerrys(side, kind) || always?.(id) === true
        ? check(side)
        : [],
    ),
  ]);
  const kept = found.flatMap((mistake): readonly LintMistake[] => {
    const { rule, kind } = mistake;
    if (always?.(rule) === true || usesBerrys(side, kind)) return [mistake];
    const { profile, elsewhere } = lintRule(rule) ?? {};
    if (profile === "platform") return [];
    return [elsewhere === undefined ? mistake : { ...mistake, level: elsewhere }];
  });
  return sortMistakes(side, kept);
}
