import type { Side } from "../compat/side.ts";
import { createDiagnostic } from "../diagnostics/create.ts";
import type { Diagnostic, Result } from "../diagnostics/diagnostic.ts";
import type { LintEngine } from "./engines/engine.ts";
import { engines } from "./engines/engines.ts";
import type { LintMistake } from "./lint-rule.ts";
import { type CheckOptions, runChecks } from "./run-checks.ts";
import { sortMistakes } from "./sort-mistakes.ts";

/**
 * Runs the engines and every rule of our own on a side. The mistakes are sorted by place. A diagnostic of severity error
 * means that an engine could not run, so what it looks at has not been looked at.
 */
export async function lintSide(
  side: Side,
  options: CheckOptions = {},
): Promise<Result<readonly LintMistake[]>> {
  // buf runs beside us while this process reads the documents, so engines start before our own rules.
  const running = engines
    .filter((engine) => engine.appliesTo(side))
    .map((engine) => runEngine(engine, side));
  const own = await runChecks(side, options);
  const results = await Promise.all(running);
  const mistakes = [...own, ...results.flatMap(([found]) => found)];
  return [sortMistakes(side, mistakes), results.flatMap(([, diagnostics]) => diagnostics)];
}

/** A crash of an engine is a diagnostic: it is not the user's mistake, and not a reason to keep all the rest back. */
export async function runEngine(
  engine: LintEngine,
  side: Side,
): Promise<Result<readonly LintMistake[]>> {
  try {
    return [await engine.run(side), []];
  } catch (error) {
    return [[], [failure(engine.name, error)]];
  }
}

function failure(name: string, error: unknown): Diagnostic {
  const reason = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
  return createDiagnostic(
    "lint/engine-failed",
    `The lint engine \`${name}\` could not run: ${reason.replace(/\.$/, "") || "it gave no reason"}.`,
    null,
  );
}
