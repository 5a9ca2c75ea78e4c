import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "@berrys/codegen/diagnostics/diagnostic";
import type { FailureReport } from "./report-failure.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** Prints findings with their excerpts on stderr, and how many there are; `--quiet` leaves errors alone. */
export async function printDiagnostics(
  terminal: Terminal,
  root: string,
  diagnostics: readonly Diagnostic[],
): Promise<void> {
  const texts = new Map<string, string | null>();
  return printDiagnosticsOf(terminal, diagnostics, (file) => {
    const known = texts.get(file);
    if (known !== undefined) return known;
    const read = readText(join(root, file));
    texts.set(file, read);
    return read;
  });
}

/** The same for files whose text comes from elsewhere than a folder. */
export async function printDiagnosticsOf(
  terminal: Terminal,
  diagnostics: readonly Diagnostic[],
  text: (file: string) => string | null,
): Promise<void> {
  const shown = diagnostics.filter(
    ({ severity }) => severity === "error" || terminal.verbosity >= 1,
  );
  if (shown.length === 0) return;
  const print = await import("@berrys/codegen/diagnostics/print");
  const color = terminal.colors.isColorSupported;
  terminal.error(`${print.printDiagnostics(shown, { color, text })}\n`);
  terminal.error(`${print.summarize(shown)}; \`berrys explain <code>\` tells more.`);
}

/** A finding as `--json` prints it: the keys of every failure first. */
export function jsonDiagnostic({
  code,
  severity,
  message,
  span,
  hint,
  related,
}: Diagnostic): FailureReport & Pick<Diagnostic, "severity" | "span" | "related"> {
  const location = span === null ? null : `${span.file}:${span.line}:${span.column}`;
  return { code, message, location, suggestion: hint ?? null, severity, span, related };
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
