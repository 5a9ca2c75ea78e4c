import type { Finding } from "../finding.ts";
import type { Level } from "../rule.ts";
import { byLevel, folded, shownAt } from "./format.ts";
import type { Report } from "./report.ts";
import { verdictOf } from "./text.ts";

const commands: Record<Level, string> = { error: "error", warn: "warning", info: "notice" };

/** Workflow commands of GitHub Actions: an annotation for each finding, then one line for the log. */
export function renderGithub(report: Report): string {
  // GitHub shows the first ten of a step.
  const annotations = byLevel(report.findings).map((one) => annotation(one, report));
  return [...annotations, verdictOf(report)].join("\n");
}

function annotation(finding: Finding, report: Report): string {
  const { level, id, message, affected } = finding;
  const at = shownAt(finding);
  const properties = {
    ...(at === null
      ? {}
      : // A column range is allowed within one line alone.
        at.line === at.endLine
        ? {
            file: at.file,
            line: at.line,
            endLine: at.endLine,
            col: at.column,
            endColumn: at.endColumn,
          }
        : { file: at.file, line: at.line, endLine: at.endLine }),
    title: id,
  };
  const hurts = affected.length === 0 ? "" : `\nHurts: ${folded(affected, 8, "services")}.`;
  const fix = finding.hint ?? report.rule(id)?.fix;
  const text = `${message}${hurts}${fix === undefined ? "" : `\n${fix}`}`;
  const head = Object.entries(properties).map(
    ([key, value]) => `${key}=${property(String(value))}`,
  );
  return `::${commands[level]} ${head.join(",")}::${data(text)}`;
}

/** The escapes of the runner's command parser: `%` first, so that its own output stays. */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
