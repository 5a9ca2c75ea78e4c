import type { LintCheck } from "./lint-rule.ts";
import type { LintRules } from "./profile.ts";
import { checks as restChecks } from "./rules/rest/checks.ts";
import { restRules } from "./rules/rest/rules.ts";

/** A folder of rules of our own. */
export interface LintGroup {
  /** First part of the ids of its rules. */
  readonly name: string;
  readonly rules: LintRules;
  readonly checks: readonly LintCheck[];
}

/** Every group of rules of our own. */
export const lintGroups: readonly LintGroup[] = [
  { name: "rest", rules: restRules, checks: restChecks },
];

/** The rule of our own with this id; null: there is none. */
export function lintRule(id: string) {
  for (const { rules } of lintGroups) {
    const rule = Object.hasOwn(rules, id) ? rules[id] : undefined;
    if (rule !== undefined) return rule;
  }
  return null;
}
