import { posix } from "node:path";
import { hasErrors } from "../../diagnostics/create.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";

/** What was copied out of a commit or an archive. */
export interface Taken {
  readonly diagnostics: readonly Diagnostic[];
  /** Files that are there, but whose content is not; each has a warning in `diagnostics`. */
  readonly absent: readonly string[];
}

/** Told when a contract is looked for where the copy has none. */
const missing = ["load/file-not-found", "load/unresolved-ref", "compare/no-contracts"];

/**
 * What is wrong with an opened copy. That a file is missing which the copy could not hold is told once, by the warning
 * about that file, which is an error then.
 */
export function problemsOf(
  { diagnostics, absent }: Taken,
  opened: readonly Diagnostic[],
): readonly Diagnostic[] {
  const names = absent.map((path) => posix.basename(path));
  const isConsequence = ({ code, message }: Diagnostic): boolean =>
    missing.includes(code) &&
    names.length > 0 &&
    (code === "compare/no-contracts" || names.some((name) => message.includes(name)));
  const own = opened.filter((one) => !isConsequence(one));
  if (own.length === opened.length || hasErrors(own)) return [...diagnostics, ...own];
  return [...diagnostics.map((one): Diagnostic => ({ ...one, severity: "error" })), ...own];
}
