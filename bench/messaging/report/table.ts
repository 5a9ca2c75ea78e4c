import type { Report, Row } from "../../benchmark.ts";

/** The results for a terminal: one line a row, then the ratios, then what was not measured. */
export function tableOf(report: Report, notes: readonly string[]): readonly string[] {
  const rows = report.rows ?? [];
  const metrics = [...new Set(rows.map(({ metric }) => metric))];
  return [
    ...metrics.flatMap((metric) => [
      "",
      metric,
      ...rows.filter((row) => row.metric === metric).map(lineOf),
    ]),
    "",
    "ratios",
    ...Object.entries(report.ratios).map(([name, ratio]) =>
      lineOf({ system: name, metric: name, unit: "", ...ratio }),
    ),
    ...(notes.length === 0 ? [] : ["", ...notes.map((note) => `note: ${note}`)]),
  ];
}

function lineOf({ system, min, median, max, unit }: Row): string {
  return `  ${system.padEnd(28)} ${text(median).padStart(10)} ${unit.padEnd(7)} (${text(min)} to ${text(max)})`;
}

/** Thousands without digits behind the point. */
export function text(value: number): string {
  return Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString("en")
    : value.toFixed(Math.abs(value) >= 100 ? 0 : 2);
}
