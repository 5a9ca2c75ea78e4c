import { bumpsOf, farthest } from "../compat/bump.ts";
import { breakingRule } from "../compat/catalog.ts";
import { compareSides } from "../compat/compare.ts";
import type { Side } from "../compat/side.ts";
import { createDiagnostic, hasErrors } from "../diagnostics/create.ts";
import type { Report } from "../findings/report/report.ts";
import { type Policy, type PolicySource, readPolicy } from "./policy.ts";
import { createReport } from "./report.ts";
import { openBoth, problemsOf, type Sides } from "./sides.ts";
import type { Target } from "./target.ts";
import { finish, noVerdict, type Problems, type Verdict } from "./verdict.ts";

/** What `berrys breaking` is asked. */
export interface BreakingRequest extends PolicySource {
  /** Absolute folder that relative paths start from. */
  readonly cwd: string;
  readonly target: Target;
  /** Git ref, `latest-tag`, folder, archive or file; null: `breaking.against` of the settings. */
  readonly against: string | null;
  /** Accepts what is found: writes the baseline. */
  readonly writeBaseline: boolean;
}

/** Compares two versions and says who is hurt. Mistakes in the input are problems, never a verdict. */
export async function checkCompatibility(request: BreakingRequest): Promise<Verdict> {
  const { cwd, target } = request;
  const [policy, unset] = await readPolicy("breaking", request);
  if (policy === null) return noVerdict(unset);
  const against = request.against ?? policy.against;
  if (against === null) return noVerdict(nothingToCompareWith());
  const [sides, unfound] = await openBoth(target, against, cwd);
  if (sides === null)
    return noVerdict(unset, { label: null, diagnostics: unfound, text: () => null });
  try {
    const unreadable = problemsOf([
      [sides.old, sides.old.label],
      [sides.now, null],
    ]);
    if (unreadable.length > 0) return noVerdict(...unreadable);
    const compared = await compare(sides, policy);
    if (compared.report === null) return noVerdict(compared.problems);
    return finish(compared.report, {
      problems: [unset, compared.problems],
      notes: request.writeBaseline ? [compared.writeBaseline()] : [],
      accept: request.writeBaseline,
    });
  } finally {
    await Promise.all([sides.old.dispose(), sides.now.dispose()]);
  }
}

interface Compared {
  readonly report: Report | null;
  readonly problems: Problems;
  /** Writes the baseline and says so. */
  writeBaseline(): string;
}

/** The report on two readable sides under a policy. */
export async function compare(sides: Sides, policy: Policy): Promise<Compared> {
  const { old, now } = sides;
  const [found, diagnostics] = await compareSides(old, now, { proto: policy.proto });
  const text = (file: string) => now.sources.text(file) ?? old.sources.text(file);
  if (hasErrors(diagnostics)) {
    return { report: null, problems: { label: null, diagnostics, text }, writeBaseline: () => "" };
  }
  const applied = policy.apply(found);
  // What people allowed breaks the same callers: the version tells them.
  const allowed = applied.suppressed.filter(({ by }) => by === "approved" || by === "baseline");
  const changes = [...applied.findings, ...allowed.map(({ finding }) => finding)];
  const bumps = bumpsOf(old, now, changes);
  const report = createReport({
    tool: "breaking",
    rule: breakingRule,
    findings: applied.findings,
    suppressed: applied.suppressed,
    failOn: policy.failOn,
    bumps,
    bump: farthest(bumps.map(({ bump }) => bump)),
    labels: { old: old.label, new: now.label },
    text: (side, file) => textOf(side === "old" ? old : now, file),
  });
  return {
    report,
    problems: {
      label: null,
      diagnostics: [...diagnostics, ...applied.diagnostics],
      text: policy.text,
    },
    writeBaseline: () => policy.writeBaseline(applied),
  };
}

/** Text of a file of a side, for code frames. */
export function textOf(side: Side, file: string): string | null {
  return side.sources.text(file) ?? side.graphql.find((sdl) => sdl.file === file)?.text ?? null;
}

function nothingToCompareWith(): Problems {
  const diagnostic = createDiagnostic(
    "against/missing",
    "`berrys breaking` needs a version to compare with, but none was given.",
    null,
    {
      hint: "add `--against main` (a git ref, `latest-tag`, a folder, an archive or a file), or set `breaking.against` in berrys.yaml",
    },
  );
  return { label: null, diagnostics: [diagnostic], text: () => null };
}
