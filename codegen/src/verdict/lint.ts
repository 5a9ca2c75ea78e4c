import type { Side } from "../compat/side.ts";
import { hasErrors } from "../diagnostics/create.ts";
import { ruleOf } from "../findings/catalog.ts";
import type { Finding } from "../findings/finding.ts";
import { fingerprintOf } from "../findings/fingerprint.ts";
import type { Report } from "../findings/report/report.ts";
import { levelOf } from "../findings/rule.ts";
import { fixAll } from "../lint/fix/fix-all.ts";
import { lintSide } from "../lint/lint.ts";
import type { LintMistake } from "../lint/lint-rule.ts";
import { textOf } from "./breaking.ts";
import { type Policy, type PolicySource, readPolicy } from "./policy.ts";
import { createReport } from "./report.ts";
import { openTarget, problemsOf } from "./sides.ts";
import type { Target } from "./target.ts";
import { finish, noVerdict, type Problems, type Verdict } from "./verdict.ts";

/** What `berrys lint` is asked. */
export interface LintRequest extends PolicySource {
  readonly target: Target;
  /** Accepts what is found: writes the baseline. */
  readonly writeBaseline: boolean;
  /** Mends what can be mended mechanically, then looks again. */
  readonly fix: boolean;
}

/** Checks the contracts against the rules of style and design. */
export async function checkStyle(request: LintRequest): Promise<Verdict> {
  const [policy, unset] = await readPolicy("lint", request);
  if (policy === null) return noVerdict(unset);
  const notes: string[] = [];
  const open = () => openTarget(request.target);
  let side = await open();
  const unreadable = problemsOf([[side, null]]);
  if (unreadable.length > 0) return noVerdict(...unreadable);
  if (request.fix) {
    const before = side;
    const counts = (mistake: LintMistake) =>
      policy.apply([findingOf(mistake, before)]).findings.length > 0;
    notes.push(await fixAll(side, open, { wanted: counts }));
    side = await open();
  }
  const linted = await lint(side, policy);
  if (linted.report === null) return noVerdict(linted.problems);
  if (request.writeBaseline) notes.push(policy.writeBaseline(linted.report));
  return finish(linted.report, {
    problems: [unset, linted.problems],
    notes,
    accept: request.writeBaseline,
  });
}

/** The report on a readable side under a policy. */
export async function lint(
  side: Side,
  policy: Policy,
): Promise<{ readonly report: Report | null; readonly problems: Problems }> {
  const [mistakes, diagnostics] = await lintSide(side);
  const text = (file: string) => textOf(side, file);
  if (hasErrors(diagnostics)) return { report: null, problems: { label: null, diagnostics, text } };
  const applied = policy.apply(mistakes.map((mistake) => findingOf(mistake, side)));
  const report = createReport({
    tool: "lint",
    rule: ruleOf,
    findings: applied.findings,
    suppressed: applied.suppressed,
    failOn: policy.failOn,
    bumps: [],
    labels: null,
    text: (which, file) => (which === "new" ? text(file) : null),
  });
  const problems = {
    label: null,
    diagnostics: [...diagnostics, ...applied.diagnostics],
    text: policy.text,
  };
  return { report, problems };
}

function findingOf(mistake: LintMistake, side: Side): Finding {
  const { rule, kind, message, path, place, related, detail, hint, fix } = mistake;
  const { operation, channel, messageType, services = [] } = mistake;
  const known = ruleOf(rule);
  if (known === null) throw new Error(`lint found \`${rule}\`, which has no rule`);
  const spanOf = ({ span, part, ...origin }: LintMistake["place"]) =>
    span ?? side.sources.spanOf(origin, part ?? "key");
  const other = related === undefined ? null : spanOf(related);
  return {
    id: rule,
    kind,
    level: mistake.level ?? levelOf(known, "both"),
    message,
    path,
    ...(operation === undefined ? {} : { operation }),
    ...(channel === undefined ? {} : { channel }),
    ...(messageType === undefined ? {} : { messageType }),
    location: spanOf(place),
    ...(other === null ? {} : { related: other }),
    fingerprint: fingerprintOf({ id: rule, path, ...(detail === undefined ? {} : { detail }) }),
    affected: [...new Set(services)].sort(),
    ...(hint === undefined ? {} : { hint }),
    ...(fix === undefined ? {} : { fixable: true }),
  };
}
