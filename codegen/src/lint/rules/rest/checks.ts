import { groupOf } from "../../define-rule.ts";
import type { LintCheck } from "../../lint-rule.ts";
import { restRuleFiles } from "./all.ts";

/** Every check of this group. */
export const checks: readonly LintCheck[] = groupOf(restRuleFiles).checks;
