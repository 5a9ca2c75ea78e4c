import { provenUpToDate } from "@berrys/codegen/write/up-to-date";
import type { Surroundings } from "./terminal/terminal.ts";
import { findWorkspace } from "./workspace.ts";

/** Options of `gen` that change nothing where there is nothing to do. */
const harmless = new Set(["--check", "--force", "--no-color", "-q", "--quiet", "-v", "--verbose"]);

/** Answers `berrys gen <options>` where the output is in date; false: it is not, or the options ask for more. */
export function tellUpToDate(
  options: readonly string[],
  { cwd, stderr }: Pick<Surroundings, "cwd" | "stderr">,
): boolean {
  if (!options.every((option) => harmless.has(option))) return false;
  const manifest = provenUpToDate(findWorkspace(cwd));
  if (manifest === null) return false;
  if (!options.includes("-q") && !options.includes("--quiet"))
    stderr.write(`${upToDate(Object.keys(manifest.outputs).length, manifest.output)}\n`);
  return true;
}

/** The sentence for a run that found nothing to do. */
export function upToDate(files: number, output: string): string {
  return `${files} ${files === 1 ? "file" : "files"} in \`${output}\` ${files === 1 ? "is" : "are"} up to date`;
}
