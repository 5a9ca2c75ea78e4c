import type { Diagnostic } from "./diagnostic.ts";

/** The form of a list of diagnostics behind `--json`: counts first, then every finding as it is. */
export interface DiagnosticsJson {
  readonly errors: number;
  readonly warnings: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Counts and wraps; the keys of each diagnostic come in a fixed order. */
export function toJson(diagnostics: readonly Diagnostic[]): DiagnosticsJson {
  const count = (severity: string) => diagnostics.filter((d) => d.severity === severity).length;
  return {
    errors: count("error"),
    warnings: count("warning"),
    diagnostics: diagnostics.map(({ code, severity, message, span, hint, related }) => ({
      code,
      severity,
      message,
      span,
      ...(hint === undefined ? {} : { hint }),
      related,
    })),
  };
}
