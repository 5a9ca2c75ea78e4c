import type { LazyCheck, LintCheck } from "./lint-rule.ts";
import type { LintRule } from "./profile.ts";

/** A rule with its check, as its file exports it. */
export interface DefinedRule {
  readonly id: string;
  readonly rule: LintRule;
  readonly check: LintCheck | LazyCheck;
}
