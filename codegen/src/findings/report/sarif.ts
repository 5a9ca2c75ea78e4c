import type { Location, Log, ReportingDescriptor, Result } from "sarif";
import type { Span } from "../../diagnostics/diagnostic.ts";
import type { Finding } from "../finding.ts";
import { type Level, levelOf, type Rule } from "../rule.ts";
import { folded, toolName } from "./format.ts";
import type { Report, Suppressed } from "./report.ts";

const levels = { error: "error", warn: "warning", info: "note" } as const satisfies Record<
  Level,
  Result.level
>;

/** Root of the sources: the reader of the report knows where that is. The name is the one that readers look for. */
const uriBaseId = "%SRCROOT%";

/** SARIF 2.1.0, for code scanning: approved and baselined findings are in it as suppressed results. */
export function renderSarif(report: Report): string {
  const listed = [
    ...report.findings.map((finding) => ({ finding, suppressed: null })),
    ...report.suppressed.map((suppressed) => ({ finding: suppressed.finding, suppressed })),
  ];
  const ids = [...new Set(listed.map(({ finding }) => finding.id))].sort();
  const index = new Map(ids.map((id, at) => [id, at]));
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "berrys", rules: ids.map((id) => ruleOf(id, report.rule(id))) } },
        automationDetails: { id: `${toolName(report)}/` },
        originalUriBaseIds: { [uriBaseId]: { description: { text: "Root of the repository" } } },
        columnKind: "utf16CodeUnits",
        results: listed.map(({ finding, suppressed }) => ({
          ...resultOf(finding, index.get(finding.id) ?? 0),
          ...(suppressed === null ? {} : { suppressions: suppressionsOf(suppressed) }),
        })),
      },
    ],
  };
  return JSON.stringify(log, null, 2);
}

function ruleOf(id: string, rule: Rule | null): ReportingDescriptor {
  if (rule === null) return { id };
  const { title, why, fix } = rule;
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${why}\n\n${fix}`, markdown: `${why}\n\n**How to mend it:** ${fix}` },
    defaultConfiguration: { level: levels[levelOf(rule, "both")] },
  };
}

function resultOf(finding: Finding, ruleIndex: number): Result {
  const { id, level, message, location, against, related, affected, fingerprint, path } = finding;
  const hurts = affected.length === 0 ? "" : ` Hurts: ${folded(affected, 8, "services")}.`;
  const others = [
    ...(against === undefined ? [] : [locationOf(against, "Old version")]),
    ...(related === undefined ? [] : [locationOf(related, "See also")]),
  ];
  // A result without a place is shown by no viewer: what is gone hangs on the file it was in.
  const at = location ?? against;
  return {
    ruleId: id,
    ruleIndex,
    level: levels[level],
    message: { text: `${message}${hurts}` },
    locations:
      at === undefined
        ? []
        : [{ ...locationOf(at), logicalLocations: [{ fullyQualifiedName: path }] }],
    ...(others.length === 0
      ? {}
      : { relatedLocations: others.map((other, id) => ({ ...other, id: id + 1 })) }),
    partialFingerprints: { "berrys/v1": fingerprint },
    properties: { path, ...(affected.length === 0 ? {} : { affected: [...affected] }) },
  };
}

function locationOf({ file, ...span }: Span, text?: string): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file), uriBaseId },
      region: {
        startLine: span.line,
        startColumn: span.column,
        endLine: span.endLine,
        endColumn: span.endColumn,
      },
    },
    ...(text === undefined ? {} : { message: { text } }),
  };
}

function uriOf(file: string): string {
  return file.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
}

function suppressionsOf({ by, justification }: Suppressed): Result["suppressions"] & object {
  // Approvals are decisions that people made and can end; all else holds until settings change.
  return [
    { kind: "external", ...(by === "approved" ? { status: "accepted" } : {}), justification },
  ];
}
