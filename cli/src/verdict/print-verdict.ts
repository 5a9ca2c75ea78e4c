import type { Format } from "@berrys/codegen/findings/report/report";
import type { Target } from "@berrys/codegen/verdict/target";
import type { Problems, Verdict } from "@berrys/codegen/verdict/verdict";
import { jsonDiagnostic, printDiagnosticsOf } from "../print-diagnostics.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { VerdictOptions } from "./verdict-options.ts";

/** Prints a verdict in the form that was asked for and returns the exit code. */
export async function printVerdict(
  terminal: Terminal,
  { report, exitCode, problems, notes }: Verdict,
  { options, target }: { readonly options: VerdictOptions; readonly target: Target },
): Promise<number> {
  const format = options.format ?? (terminal.json ? "json" : "text");
  if (report === null && (format === "json" || terminal.json)) {
    // Machines that asked for JSON get JSON in every situation.
    terminal.dataJson(failure(problems));
    return exitCode;
  }
  for (const one of problems) await printProblems(terminal, one);
  for (const note of notes) terminal.info(note);
  if (report === null) return exitCode;
  const { render } = await import("@berrys/codegen/findings/report/render");
  const color = format === "text" && terminal.dataColors.isColorSupported;
  const prefix = await prefixOf(format, target);
  const text = render(report, format, { color, prefix }).trimEnd();
  if (text !== "") terminal.data(text);
  return exitCode;
}

/** Readers of these formats know paths from the top of the repository alone. */
async function prefixOf(format: Format, target: Target): Promise<string> {
  if (format !== "sarif" && format !== "github" && format !== "gitlab") return "";
  const { findRepository } = await import("@berrys/codegen/compat/sources/git-repository");
  return (await findRepository(target.base))?.prefix ?? "";
}

async function printProblems(terminal: Terminal, { label, diagnostics, text }: Problems) {
  if (diagnostics.length === 0) return;
  if (label !== null) terminal.error(terminal.colors.bold(`In \`${label}\`:`));
  await printDiagnosticsOf(terminal, diagnostics, text);
}

/** The first error, as every failure prints, and all findings. */
function failure(problems: readonly Problems[]): object {
  const all = problems.flatMap(({ label, diagnostics }) =>
    diagnostics.map((diagnostic) => ({
      ...jsonDiagnostic(diagnostic),
      ...(label === null ? {} : { version: label }),
    })),
  );
  const first = all.find(({ severity }) => severity === "error");
  return { ...first, diagnostics: all };
}
