import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Loaded } from "../load/load.ts";
import type { Built } from "../model/build.ts";

/** A rule: reads, never changes, and says what it found. */
export type Rule = (
  loaded: Loaded,
  built: Built,
) => readonly Diagnostic[] | Promise<readonly Diagnostic[]>;

const rules: readonly Rule[] = [];

/** Runs every rule. */
export async function validate(loaded: Loaded, built: Built): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const rule of rules) found.push(...(await rule(loaded, built)));
  return found;
}
