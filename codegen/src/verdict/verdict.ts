import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { fails, type Report } from "../findings/report/report.ts";

/** Diagnostics of one version. */
export interface Problems {
  /** The version, as the user named it; null: the one that is worked on, or settings. */
  readonly label: string | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Text of a file that the diagnostics point into; null: no excerpt. */
  text(file: string): string | null;
}

/** How `breaking`, `lint` or `check` ended. */
export interface Verdict {
  /** Null: no verdict, because something could not be read; the problems say what. */
  readonly report: Report | null;
  /** 0 nothing that fails the run, 1 findings, 2 no verdict. */
  readonly exitCode: 0 | 1 | 2;
  /** What is wrong with the input, and warnings about settings and approvals. */
  readonly problems: readonly Problems[];
  /** Lines for the reader: that a baseline was written, how many mistakes were mended. */
  readonly notes: readonly string[];
}

/** A run without a verdict. */
export function noVerdict(...problems: readonly Problems[]): Verdict {
  return { report: null, exitCode: 2, problems, notes: [] };
}

/** A run with a verdict. `accept`: what was found went into the baseline, so it fails nothing. */
export function finish(
  report: Report,
  {
    problems,
    notes,
    accept,
  }: {
    readonly problems: readonly Problems[];
    readonly notes: readonly string[];
    readonly accept: boolean;
  },
): Verdict {
  const told = problems.filter(({ diagnostics }) => diagnostics.length > 0);
  return { report, exitCode: !accept && fails(report) ? 1 : 0, problems: told, notes };
}
