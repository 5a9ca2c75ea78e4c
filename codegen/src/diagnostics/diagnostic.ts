import type { DiagnosticCode } from "./catalog.ts";

export type Severity = "error" | "warning" | "info";

/** A range in a source file; lines and columns count from 1, the end is exclusive. */
export interface Span {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A finding about the user's input. Mistakes are diagnostics; bugs are exceptions. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** One sentence: the element in backticks, what was expected, what came. */
  readonly message: string;
  /** Null where no source text is to blame (a flag, a missing file). */
  readonly span: Span | null;
  /** What to do, as an action. */
  readonly hint?: string;
  readonly related: readonly { readonly message: string; readonly span: Span }[];
}

/** What every stage returns: its value and what it found. */
export type Result<T> = readonly [value: T, diagnostics: readonly Diagnostic[]];
