import { catalog, type DiagnosticCode } from "./catalog.ts";
import type { Diagnostic, Severity, Span } from "./diagnostic.ts";

/** The optional parts of a diagnostic. */
export interface DiagnosticExtras {
  /** Default: the catalog's. */
  readonly severity?: Severity;
  /** An action, e.g. ``did you mean `payload`?``; undefined: none. */
  readonly hint?: string | undefined;
  readonly related?: readonly { readonly message: string; readonly span: Span | null }[];
}

/** Makes a diagnostic; the severity comes from the catalog, related places without a span are left out. */
export function createDiagnostic(
  code: DiagnosticCode,
  message: string,
  span: Span | null,
  extras: DiagnosticExtras = {},
): Diagnostic {
  const related = (extras.related ?? []).flatMap(({ message, span }) =>
    span === null ? [] : [{ message, span }],
  );
  return {
    code,
    severity: extras.severity ?? catalog[code].severity,
    message,
    span,
    ...(extras.hint === undefined ? {} : { hint: extras.hint }),
    related,
  };
}

/** True when something in the list keeps code from being generated. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}
