import type { Stability } from "../compat/change.ts";
import { createDiagnostic } from "../diagnostics/create.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Approval } from "./approvals.ts";
import type { Baseline } from "./baseline.ts";
import type { Finding } from "./finding.ts";
import { createPathMatcher, globMatcher } from "./match-path.ts";
import type { Suppressed } from "./report/report.ts";
import type { PolicySettings, RuleLevel, RuleSetting } from "./settings.ts";

/** A finding as a comparison or lint makes it. */
export interface RawFinding extends Finding {
  /** How settled the thing is that it is about; default: stable. */
  readonly stability?: Stability;
}

/** What decides which findings count. */
export interface Policy {
  readonly settings: PolicySettings;
  readonly baseline: Baseline;
  /** Those that concern the command; an approval that nothing fits is a warning. */
  readonly approvals: readonly Approval[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** Findings under a policy. */
export interface Applied {
  /** What counts, in the order given. */
  readonly findings: readonly Finding[];
  /** What does not, in the order given. */
  readonly suppressed: readonly Suppressed[];
  /** Approvals and entries of the baseline that nothing fits. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Levels and exemptions, one after the other: settings of rules, stability (alpha is exempt, beta only warns), settings
 * of paths (which win over both), the baseline, approvals.
 */
export function applyPolicy(found: readonly RawFinding[], policy: Policy): Applied {
  const findings: Finding[] = [];
  const suppressed: Suppressed[] = [];
  const judge = createJudge(policy);
  for (const raw of found) {
    const { stability, ...finding } = raw;
    const judged = judge(finding, stability ?? "stable");
    if ("by" in judged) suppressed.push(judged);
    else findings.push(judged);
  }
  const diagnostics = [...staleEntries(found, policy), ...unusedApprovals(found, policy)];
  return { findings, suppressed, diagnostics };
}

type Judge = (finding: Finding, stability: Stability) => Finding | Suppressed;

function createJudge({ settings, baseline, approvals, today }: Policy): Judge {
  const ruleLevel = createLevels(settings.rules);
  const paths = settings.paths.map(({ path, rules }) => ({
    path,
    matches: createPathMatcher(path),
    level: createLevels(rules),
  }));
  const accepted = countOf(baseline.map(({ fingerprint }) => fingerprint));
  return (finding, stability) => {
    const set = ruleLevel(finding.id) ?? finding.level;
    const here = paths
      .filter(({ level, matches }) => level(finding.id) !== null && matches(finding))
      .at(-1);
    const level = here?.level(finding.id) ?? softened(set, stability);
    if (level === "off") {
      const justification = here === undefined ? "rule is off" : `rule is off for ${here.path}`;
      return { finding, by: "settings", justification };
    }
    if (level === "exempt") {
      return { finding, by: "unstable", justification: "stability is alpha" };
    }
    const leveled: Finding = { ...finding, level };
    const left = accepted.get(finding.fingerprint) ?? 0;
    if (left > 0) {
      accepted.set(finding.fingerprint, left - 1);
      return { finding: leveled, by: "baseline", justification: "in the baseline" };
    }
    return approve(leveled, approvals, today);
  };
}

function softened(level: RuleLevel, stability: Stability): RuleLevel | "exempt" {
  if (level === "off" || stability === "stable") return level;
  if (stability === "alpha") return "exempt";
  return level === "error" ? "warn" : level;
}

/** The level that settings give a rule; null: none of them names it. */
function createLevels(rules: readonly RuleSetting[]): (id: string) => RuleLevel | null {
  const compiled = rules.map(({ pattern, level }) => ({ matches: globMatcher(pattern), level }));
  const known = new Map<string, RuleLevel | null>();
  return (id) => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const level = compiled.findLast(({ matches }) => matches(id))?.level ?? null;
    known.set(id, level);
    return level;
  };
}

function approve(
  finding: Finding,
  approvals: readonly Approval[],
  today: string,
): Finding | Suppressed {
  const fitting = approvals.filter((approval) => fits(approval, finding));
  const last = fitting.reduce<Approval | null>(
    (a, b) => (a === null || b.expires > a.expires ? b : a),
    null,
  );
  if (last === null) return finding;
  const by = last.approvedBy ?? last.requestedBy;
  if (last.expires >= today) {
    const justification = `${last.reason} (approved by ${by} until ${last.expires})`;
    return { finding, by: "approved", justification };
  }
  if (finding.level === "info") return finding;
  const message = `${finding.message} The approval by ${by} expired on ${last.expires}; renew or mend.`;
  return { ...finding, level: "error", message };
}

function fits({ rule, fingerprint }: Approval, finding: Finding): boolean {
  return finding.id === rule && finding.fingerprint === fingerprint;
}

function countOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function staleEntries(found: readonly Finding[], { baseline }: Policy): readonly Diagnostic[] {
  const left = countOf(found.map(({ fingerprint }) => fingerprint));
  return baseline.flatMap(({ fingerprint, id, path, span }) => {
    const count = left.get(fingerprint) ?? 0;
    left.set(fingerprint, count - 1);
    if (count > 0) return [];
    const message = `The baseline holds \`${id}\` at \`${path}\`, which is not found any more.`;
    const hint = "`--write-baseline` drops it";
    return [createDiagnostic("baseline/stale", message, span, { hint })];
  });
}

function unusedApprovals(found: readonly Finding[], { approvals }: Policy): readonly Diagnostic[] {
  const byFingerprint = new Map(found.map((finding) => [finding.fingerprint, finding]));
  return approvals.flatMap(({ rule, fingerprint, span }) => {
    const finding = byFingerprint.get(fingerprint);
    if (finding?.id === rule) return [];
    const message = `The approval of \`${rule}\` fits no finding.`;
    const hint =
      finding === undefined
        ? "remove it, or copy the fingerprint from the report"
        : `the fingerprint belongs to \`${finding.id}\``;
    return [createDiagnostic("approvals/unused", message, span, { hint })];
  });
}
