import type { Side } from "../../compat/side.ts";
import type { LintMistake } from "../lint-rule.ts";

/** A linter that others made. */
export interface LintEngine {
  /** First part of the ids of its rules, and what a diagnostic calls it. */
  readonly name: string;
  /** False where the side has nothing for it; then nothing of it is loaded. */
  appliesTo(side: Side): boolean;
  /** What it finds; throws where it cannot run. */
  run(side: Side): Promise<readonly LintMistake[]>;
}
