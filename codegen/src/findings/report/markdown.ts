import type { Finding } from "../finding.ts";
import type { Level } from "../rule.ts";
import { bumpText, folded, leftOut, levels, operationsOf, placeOf, shownAt } from "./format.ts";
import type { Report } from "./report.ts";
import { verdictOf } from "./text.ts";

/** A comment on a pull request holds 65,536 characters; the rest is counted, not shown. */
const most = 60_000;
const headings: Record<Level, string> = { error: "Errors", warn: "Warnings", info: "Notes" };

/** For a comment on a pull request: counts and versions in tables, findings by level, notes folded. */
export function renderMarkdown(report: Report): string {
  const { bumps } = report;
  const left = leftOut(report);
  const parts = [
    `### ${escapeMarkdown(verdictOf(report))}`,
    countTable(report),
    ...(bumps.length === 0
      ? []
      : [
          table(
            ["Contract", "Version"],
            bumps.map((bump) => [code(bump.package), escapeMarkdown(bumpText(bump))]),
          ),
        ]),
    ...(left === null ? [] : [`${escapeMarkdown(left)}.`]),
  ];
  let room = most - parts.join("\n\n").length;
  for (const level of levels) {
    const findings = report.findings.filter((finding) => finding.level === level);
    if (findings.length === 0) continue;
    const [text, shown] = section(level, findings, report, room);
    parts.push(text);
    room -= text.length;
    if (shown < findings.length) parts.push(`…and ${findings.length - shown} more.`);
  }
  if (report.nextCommand !== undefined) parts.push(`Next: ${code(report.nextCommand)}`);
  return parts.join("\n\n");
}

function countTable({ summary }: Report): string {
  const bump = summary.bump === undefined ? [] : [["Version", summary.bump] as const];
  const columns = [
    ...levels.map((level) => [headings[level], String(summary[level])] as const),
    ...bump,
  ];
  return table(
    columns.map(([name]) => name),
    [columns.map(([, value]) => value)],
  );
}

function section(
  level: Level,
  findings: readonly Finding[],
  report: Report,
  room: number,
): readonly [text: string, shown: number] {
  const items: string[] = [];
  let used = 200;
  for (const finding of findings) {
    const text = item(finding, report);
    used += text.length + 1;
    if (used > room) break;
    items.push(text);
  }
  const summary = `<b>${headings[level]} (${findings.length})</b>`;
  const open = level === "error" ? " open" : "";
  const body = items.join("\n");
  return [`<details${open}><summary>${summary}</summary>\n\n${body}\n\n</details>`, items.length];
}

function item(finding: Finding, report: Report): string {
  const { id, message, path, affected, level, hint } = finding;
  const at = shownAt(finding);
  const operations = operationsOf(finding);
  const fix = hint ?? report.rule(id)?.fix;
  const lines = [
    `- ${prose(message)} ${code(id)}${at === null ? "" : `<br>${code(placeOf(at))}`} · ${escapeMarkdown(path)}`,
    ...(level === "info" || operations.length < 2
      ? []
      : [`  - Used by: ${escapeMarkdown(folded(operations, 5, "operations"))}`]),
    ...(affected.length === 0 ? [] : [`  - **Hurts:** ${affected.map(code).join(", ")}`]),
    ...(level === "info" || fix === undefined ? [] : [`  - How to mend it: ${prose(fix)}`]),
  ];
  return lines.join("\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Our sentences put code in backticks: that stays, all else is text. */
function prose(text: string): string {
  return oneLine(text)
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 1 ? code(part.slice(1, -1)) : escapeMarkdown(part)))
    .join("");
}

/** Inline code that survives backticks. */
function code(text: string): string {
  const flat = oneLine(text);
  if (!flat.includes("`")) return `\`${flat}\``;
  const fence = "`".repeat(Math.max(...(flat.match(/`+/g) ?? []).map((run) => run.length)) + 1);
  return `${fence} ${flat} ${fence}`;
}

/** Markup, HTML and mentions of people become text. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_{}[\]()#+!|~]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("@", "@\u200b");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
