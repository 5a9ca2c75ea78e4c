import type { LintCheck } from "../../lint-rule.ts";
import { noTrailingSlash } from "./no-trailing-slash.ts";

/** Every rule of this group. */
export const checks: readonly LintCheck[] = [noTrailingSlash];
