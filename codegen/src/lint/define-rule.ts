import type { LintCheck } from "./lint-rule.ts";
import type { LintRule } from "./profile.ts";

/** A rule with its check, as its file exports it. */
export interface DefinedRule {
  readonly id: string;
  readonly rule: LintRule;
  readonly check: LintCheck;
}

/** The table and the checks of a group. */
export function groupOf(rules: readonly DefinedRule[]) {
  return {
    rules: Object.fromEntries(rules.map(({ id, rule }) => [id, rule])),
    checks: rules.map(({ check }) => check),
  };
}
