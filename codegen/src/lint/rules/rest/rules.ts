import type { LintRules } from "../../profile.ts";
import { restRuleFiles } from "./all.ts";

/** REST conventions: from the specification, from HTTP, and from what generators and clients need. */
export const restRules: LintRules = Object.fromEntries(
  restRuleFiles.map(({ id, rule }) => [id, rule]),
);
