import type { Diagnostic } from "./diagnostic.ts";

/** Orders by file, line, column, code and message, those without a place first; equal ones appear once. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const unique = new Map(diagnostics.map((diagnostic) => [identity(diagnostic), diagnostic]));
  return [...unique.values()].sort(compare);
}

function identity({ code, message, span }: Diagnostic): string {
  return JSON.stringify([code, message, span]);
}

function compare(a: Diagnostic, b: Diagnostic): number {
  return (
    text(a.span?.file ?? "", b.span?.file ?? "") ||
    (a.span?.line ?? 0) - (b.span?.line ?? 0) ||
    (a.span?.column ?? 0) - (b.span?.column ?? 0) ||
    text(a.code, b.code) ||
    text(a.message, b.message)
  );
}

function text(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
