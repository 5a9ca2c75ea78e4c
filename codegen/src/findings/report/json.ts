import type { Span } from "../../diagnostics/diagnostic.ts";
import type { Finding } from "../finding.ts";
import type { Report, Suppressed } from "./report.ts";

/** For programs. Keys come in a fixed order; `breaking` calls its list `changes`, the others `findings`. */
export function renderJson(report: Report): string {
  const { error, warn, info, bump } = report.summary;
  const list = report.tool === "breaking" ? "changes" : "findings";
  const value = {
    summary: { error, warn, info, ...(bump === undefined ? {} : { bump }) },
    [list]: report.findings.map(findingJson),
    ...(report.bumps.length === 0 ? {} : { bumps: report.bumps }),
    suppressed: report.suppressed.map(suppressedJson),
  };
  return JSON.stringify(value, null, 2);
}

function findingJson(finding: Finding): object {
  const { id, kind, level, message, path, operation, channel, direction } = finding;
  const { location, against, fingerprint, affected } = finding;
  const { operations, messageType, related, hint, fixable } = finding;
  // JSON.stringify leaves out what is undefined.
  return {
    id,
    kind,
    level,
    message,
    path,
    operation,
    channel,
    direction,
    location: location === null ? null : placeJson(location),
    against: against === undefined ? null : placeJson(against),
    fingerprint,
    affected,
    operations,
    messageType,
    related: related === undefined ? undefined : placeJson(related),
    hint,
    fixable,
  };
}

function placeJson({ file, line, column }: Span): object {
  return { file, line, column };
}

function suppressedJson({ finding, by, justification }: Suppressed): object {
  const { id, path, fingerprint } = finding;
  return { id, path, fingerprint, by, justification };
}
