import type { Finding } from "../finding.ts";
import type { Level, Rule } from "../rule.ts";

/** The forms a report can be printed in. */
export const formats = [
  "text",
  "json",
  "sarif",
  "github",
  "gitlab",
  "junit",
  "markdown",
  "html",
] as const;

/** One of {@link formats}. */
export type Format = (typeof formats)[number];

/** What a version number must rise by. */
export type Bump = "major" | "minor" | "patch" | "none";

/** The bump that one versioned part of the workspace needs. */
export interface PackageBump {
  /** Name of the package or document: `openapi.yaml`, `berrys.planning.v1`. */
  readonly package: string;
  /** The old version; null where it states none. */
  readonly from: string | null;
  /** The version that the changes ask for; null where there is none to raise. */
  readonly to: string | null;
  readonly bump: Bump;
}

/** How many findings of a level are left, and what they ask for. */
export interface Summary {
  readonly error: number;
  readonly warn: number;
  readonly info: number;
  /** The greatest bump of all packages; absent for lint. */
  readonly bump?: Bump;
}

/** Why a finding does not count. */
export type SuppressedBy = "settings" | "baseline" | "approved" | "unstable";

/** A finding that was left out of the verdict. */
export interface Suppressed {
  readonly finding: Finding;
  readonly by: SuppressedBy;
  /** The reason in words: the approval's, or which setting. */
  readonly justification: string;
}

/** Which version a file belongs to; lint knows `new` alone. */
export type ReportSide = "old" | "new";

/** What a run found, ready to be printed: every format is a pure function of it. */
export interface Report {
  readonly tool: "breaking" | "lint" | "check";
  /** What counts, in a fixed order. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly summary: Summary;
  /** Sorted by package; empty for lint. */
  readonly bumps: readonly PackageBump[];
  /** The least level that fails the run. */
  readonly failOn: Exclude<Level, "info">;
  /** The two versions in the user's words; null where one alone was looked at. */
  readonly labels: { readonly old: string; readonly new: string } | null;
  /** The rule behind an id; null: unknown, the report does without its texts. */
  rule(id: string): Rule | null;
  /** Text of a file for code frames; null: no frame. */
  text(side: ReportSide, file: string): string | null;
  /** The command that comes next, e.g. `berrys breaking --against main --write-baseline`. */
  readonly nextCommand?: string;
}

/** True when the run ends with exit code 1. */
export function fails({ summary, failOn }: Pick<Report, "summary" | "failOn">): boolean {
  return summary.error > 0 || (failOn === "warn" && summary.warn > 0);
}
