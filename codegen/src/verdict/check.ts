import type { Span } from "../diagnostics/diagnostic.ts";
import { ruleOf } from "../findings/catalog.ts";
import type { Finding } from "../findings/finding.ts";
import { fingerprintOf } from "../findings/fingerprint.ts";
import type { Report } from "../findings/report/report.ts";
import { type GenerateResult, generate } from "../generate.ts";
import { compare, textOf } from "./breaking.ts";
import { lint } from "./lint.ts";
import { type PolicySource, readPolicy } from "./policy.ts";
import { createReport } from "./report.ts";
import { openBoth, openTarget, problemsOf, type Sides } from "./sides.ts";
import type { Target } from "./target.ts";
import { finish, noVerdict, type Problems, type Verdict } from "./verdict.ts";

/** What `berrys check` is asked. */
export interface CheckRequest extends PolicySource {
  /** Absolute folder that relative paths start from. */
  readonly cwd: string;
  readonly target: Target;
  /** Version to compare with; null: `breaking.against` of the settings, and where that is not set nothing is compared. */
  readonly against: string | null;
}

/** `gen --check`, `lint` and `breaking` in one pass: each version is read once, and there is one report. */
export async function checkAll(request: CheckRequest): Promise<Verdict> {
  const { cwd, target } = request;
  const [lintPolicy, unset] = await readPolicy("lint", request);
  const [breakingPolicy] = await readPolicy("breaking", request);
  if (lintPolicy === null || breakingPolicy === null) return noVerdict(unset);
  const against = request.against ?? breakingPolicy.against;
  const [sides, unfound] = await openSides(target, against, cwd);
  if (sides === null) return noVerdict({ label: null, diagnostics: unfound, text: () => null });
  const { now, old } = sides;
  try {
    const unreadable = problemsOf([
      [now, null],
      ...(old === null ? [] : [[old, old.label] as const]),
    ]);
    if (unreadable.length > 0) return noVerdict(...unreadable);
    const [generated, linted, compared] = await Promise.all([
      generate({ root: target.path, check: true }),
      lint(now, lintPolicy),
      old === null ? null : compare({ old, now }, breakingPolicy),
    ]);
    const text = (file: string) => textOf(now, file);
    const invalid: Problems = { label: null, diagnostics: generated.diagnostics, text };
    if (generated.status === "invalid") return noVerdict(invalid);
    if (linted.report === null || compared?.report === null)
      return noVerdict(
        ...(compared === null ? [linted.problems] : [linted.problems, compared.problems]),
      );
    const report = joined(staleFindings(generated), linted.report, compared?.report ?? null);
    return finish(report, {
      problems: [unset, linted.problems, ...(compared === null ? [] : [compared.problems])],
      notes: against === null ? [nothingCompared] : [],
      accept: false,
    });
  } finally {
    await Promise.all([now.dispose(), old?.dispose()]);
  }
}

const nothingCompared =
  "Nothing was compared: there is neither `--against` nor `breaking.against` in berrys.yaml.";

async function openSides(target: Target, against: string | null, cwd: string) {
  if (against !== null) return openBoth(target, against, cwd);
  const now = await openTarget(target);
  const alone: { readonly old: null; readonly now: Sides["now"] } = { old: null, now };
  return [alone, []] as const;
}

function joined(stale: readonly Finding[], linted: Report, compared: Report | null): Report {
  const bump = compared?.summary.bump;
  return createReport({
    tool: "check",
    rule: ruleOf,
    findings: [...stale, ...linted.findings, ...(compared?.findings ?? [])],
    suppressed: [...linted.suppressed, ...(compared?.suppressed ?? [])],
    bumps: compared?.bumps ?? [],
    failOn: linted.failOn === "warn" || compared?.failOn === "warn" ? "warn" : "error",
    labels: compared?.labels ?? null,
    text: (side, file) =>
      side === "old" ? (compared?.text(side, file) ?? null) : linted.text(side, file),
    ...(bump === undefined ? {} : { bump }),
  });
}

function staleFindings({ status, output, changes }: GenerateResult): readonly Finding[] {
  if (status !== "stale" && status !== "conflict") return [];
  return changes.map(({ action, path, reason, place }) => {
    const id = action === "conflict" ? "gen/edited" : "gen/stale";
    const file = `${output}/${path}`;
    return {
      id,
      kind: "workspace",
      level: "error",
      message: `\`${file}\`: ${reason}.`,
      path: file,
      location: place === null ? startOf(file) : spanAt(place),
      fingerprint: fingerprintOf({ id, path: file }),
      affected: [],
    };
  });
}

function startOf(file: string): Span {
  return spanAt({ file, line: 1, column: 1 });
}

function spanAt({ file, line, column }: Pick<Span, "file" | "line" | "column">): Span {
  return { file, line, column, endLine: line, endColumn: column + 1 };
}
