import type { Span } from "../../diagnostics/diagnostic.ts";
import type { Finding } from "../finding.ts";
import type { Level } from "../rule.ts";
import type { Report, Summary, SuppressedBy } from "./report.ts";

/** Levels, the most serious first. */
export const levels: readonly Level[] = ["error", "warn", "info"];

/** `berrys breaking`, as reports call the run. */
export function toolName({ tool }: Report): string {
  return `berrys ${tool}`;
}

/** `2 errors`, `1 warning`, `3 notes`. */
export function countOf(level: Level, number: number): string {
  const names = { error: "error", warn: "warning", info: "note" };
  return `${number} ${names[level]}${number === 1 ? "" : "s"}`;
}

/** `2 errors, 1 warning`; an empty text when there is nothing to count. */
export function countsOf(summary: Summary): string {
  return levels
    .flatMap((level) => (summary[level] === 0 ? [] : countOf(level, summary[level])))
    .join(", ");
}

/** `3 left out: 2 in the baseline, 1 approved`; null: nothing was. */
export function leftOut({ suppressed }: Report): string | null {
  if (suppressed.length === 0) return null;
  const words: Record<SuppressedBy, string> = {
    settings: "by settings",
    baseline: "in the baseline",
    approved: "approved",
    unstable: "unstable (alpha)",
  };
  const parts = (Object.keys(words) as SuppressedBy[]).flatMap((by) => {
    const number = suppressed.filter((one) => one.by === by).length;
    return number === 0 ? [] : `${number} ${words[by]}`;
  });
  return `${suppressed.length} left out: ${parts.join(", ")}`;
}

/** `openapi.yaml:3:5`; the file alone without a place. */
export function placeOf({ file, line, column }: Span): string {
  return `${file}:${line}:${column}`;
}

/** Where a finding is shown: its place, else where it was. */
export function shownAt({ location, against }: Finding): Span | null {
  return location ?? against ?? null;
}

/** At most `most` names, then how many are left: `a, b and 12 more operations`. */
export function folded(names: readonly string[], most: number, what: string): string {
  if (names.length <= most) return names.join(", ");
  return `${names.slice(0, most).join(", ")} and ${names.length - most} more ${what}`;
}

/** Operations that a finding concerns. */
export function operationsOf({ operation, operations }: Finding): readonly string[] {
  return operations ?? (operation === undefined ? [] : [operation]);
}

/** `major: 1.2.0 → 2.0.0`, `minor`. */
export function bumpText({ from, to, bump }: Report["bumps"][number]): string {
  return from === null || to === null ? bump : `${bump}: ${from} → ${to}`;
}

/** Findings by level, the most serious first, each in the order of the report. */
export function byLevel(findings: readonly Finding[]): readonly Finding[] {
  return levels.flatMap((level) => findings.filter((finding) => finding.level === level));
}
