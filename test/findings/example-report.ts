import { allRules } from "../../codegen/src/findings/catalog.ts";
import type { Finding } from "../../codegen/src/findings/finding.ts";
import { fingerprintOf } from "../../codegen/src/findings/fingerprint.ts";
import type { Report } from "../../codegen/src/findings/report/report.ts";
import type { Level } from "../../codegen/src/findings/rule.ts";

/** A finding with what a test says about it. */
export function finding(parts: Partial<Finding> = {}): Finding {
  const id = parts.id ?? "openapi/operation-removed";
  const path = parts.path ?? "DELETE /projects/{project_id}";
  return {
    id,
    kind: "openapi",
    level: "error",
    message: "`DELETE /projects/{project_id}` is gone.",
    path,
    location: span("openapi.yaml", 2, 1, 6),
    fingerprint: fingerprintOf({ id, path }),
    affected: [],
    ...parts,
  };
}

/** A span on one line. */
export function span(file: string, line: number, column: number, endColumn: number) {
  return { file, line, column, endLine: line, endColumn };
}

const oldText = "openapi: 3.1.0\npaths:\n  /projects/{project_id}:\n    delete: {}\n";
const newText = "openapi: 3.1.0\npaths:\n  /projects/{project_id}: {}\n";

/** One finding of each level, something left out, two packages. */
export const findings: readonly Finding[] = [
  finding({
    operation: "DELETE /projects/{project_id}",
    against: span("openapi.yaml", 4, 5, 11),
    location: span("openapi.yaml", 3, 3, 25),
    affected: ["api-gateway", "planning-system"],
    direction: "request",
  }),
  finding({
    id: "openapi/request-property-became-required",
    level: "warn",
    message:
      "`name` is 100% required, says: a,b\nsecond line <script>alert(1)</script> & ]]> *x* @all \u0007",
    path: "POST /projects › request › application/json › name",
    operation: "POST /projects",
    operations: Array.from({ length: 15 }, (_, index) => `POST /projects/${index}`),
    location: span("contracts/a b|c.yaml", 1, 1, 3),
    hint: "give it a default | or leave it out",
  }),
  finding({
    id: "asyncapi/no-such-rule",
    kind: "asyncapi",
    level: "info",
    message: "A message is new.",
    path: "channel berrys:{partition}:events › task.done",
    channel: "berrys:{partition}:events",
    location: null,
  }),
];

/** A report over {@link findings}, or over what is given. */
export function report(parts: Partial<Report> = {}): Report {
  const list = parts.findings ?? findings;
  const count = (level: Level) => list.filter((one) => one.level === level).length;
  const rules = allRules();
  return {
    tool: "breaking",
    findings: list,
    suppressed: [
      {
        finding: finding({ path: "GET /tools", operation: "GET /tools" }),
        by: "approved",
        justification: "nobody calls it (approved by ada until 2027-01-31)",
      },
    ],
    summary: { error: count("error"), warn: count("warn"), info: count("info"), bump: "major" },
    bumps: [
      { package: "asyncapi.yaml", from: null, to: null, bump: "minor" },
      { package: "openapi.yaml", from: "1.2.0", to: "2.0.0", bump: "major" },
    ],
    failOn: "error",
    labels: { old: "main", new: "." },
    rule: (id) => rules[id] ?? null,
    text: (side, file) => (file === "openapi.yaml" ? (side === "old" ? oldText : newText) : null),
    nextCommand: "berrys breaking --against main --write-baseline",
    ...parts,
  };
}
