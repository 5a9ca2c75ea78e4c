import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { type Report, type Row, UsageError } from "../../benchmark.ts";
import { text } from "./table.ts";

const begin = "<!-- bench messaging: begin -->";
const end = "<!-- bench messaging: end -->";

/** Puts the results of a run between the two marks of a Markdown file; everything else stays. */
export function writeResults(file: string, report: Report, notes: readonly string[]): void {
  const { before, after } = findBlock(file);
  writeFileSync(
    file,
    [before + begin, "", ...markdownOf(report, notes), "", end + after].join("\n"),
  );
}

/** What stands before and after the block for results. Throws a `UsageError` where the file has none. */
export function findBlock(file: string): { readonly before: string; readonly after: string } {
  const document = existsSync(file) ? readFileSync(file, "utf8") : "";
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from === -1 || to < from)
    throw new UsageError(
      `--write: \`${file}\` has no place for results, expected \`${begin}\` and below it \`${end}\`.`,
    );
  return { before: document.slice(0, from), after: document.slice(to + end.length) };
}

function markdownOf(report: Report, notes: readonly string[]): readonly string[] {
  const rows = report.rows ?? [];
  const systems = rows.filter(({ metric }) => main.includes(metric));
  const rest = rows.filter(({ metric }) => !main.includes(metric));
  return [
    `Machine: ${Object.entries(report.machine ?? {})
      .map(([name, value]) => `${name} ${value}`)
      .join("; ")}.`,
    "",
    ...wide(systems),
    "",
    "| measured | system | median | min | max | unit |",
    "|---|---|---:|---:|---:|---|",
    ...rest.map(
      ({ metric, system, median, min, max, unit }) =>
        `| \`${metric}\` | ${system} | ${text(median)} | ${text(min)} | ${text(max)} | ${unit} |`,
    ),
    "",
    "| ratio | median | min | max |",
    "|---|---:|---:|---:|",
    ...Object.entries(report.ratios).map(
      ([name, { median, min, max }]) =>
        `| \`${name}\` | ${text(median)} | ${text(min)} | ${text(max)} |`,
    ),
    ...(notes.length === 0 ? [] : ["", ...notes.map((note) => `- ${note}`)]),
  ];
}

/** Metrics that all systems have: a table with one line a system. */
const main: readonly string[] = [
  "e2e",
  "e2e_aof",
  "publish",
  "consume",
  "latency_p50",
  "latency_p99",
];

function wide(rows: readonly Row[]): readonly string[] {
  const cell = (system: string, metric: string): string => {
    const row = rows.find((one) => one.system === system && one.metric === metric);
    return row === undefined ? "–" : `${text(row.median)} (${text(row.min)}–${text(row.max)})`;
  };
  return [
    "| system | end to end, msg/s | with AOF everysec | publish, msg/s | consume, msg/s | p50, ms | p99, ms |",
    "|---|---:|---:|---:|---:|---:|---:|",
    ...[...new Set(rows.map(({ system }) => system))].map(
      (system) => `| ${[system, ...main.map((metric) => cell(system, metric))].join(" | ")} |`,
    ),
  ];
}
