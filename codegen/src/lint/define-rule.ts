import type { LazyCheck, LintCheck } from "./lint-rule.ts";
import type { LintRule } from "./profile.ts";

/** A rule with its check, as its file exports it. */
export interface DefinedRule {
  /** Id in the catalog, e.g. `rest/plural-collections`. */
  readonly id: string;
  /** Title, level, why and fix. */
  readonly rule: LintRule;
  /** Finds mistakes of this rule alone. */
  readonly check: LintCheck | LazyCheck;
}
