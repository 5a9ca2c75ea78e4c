import { parse } from "csv-parse/sync";
import { readSource } from "./source.ts";
import { type BuiltInTool, defaultLimits, ToolFailure, text } from "./tool.ts";

type Row = Readonly<Record<string, unknown>>;

export const dataProfiler: BuiltInTool = {
  toolId: "0195e000-0000-7000-8000-000000000201",
  name: "data_profiler",
  description:
    "Profiles a CSV or JSON table: rows, columns, types, gaps, ranges and frequent values.",
  version: "1.0.0",
  capabilities: ["data_profiling", "data_analysis"],
  parametersSchema: {
    type: "object",
    required: ["source"],
    additionalProperties: false,
    properties: {
      source: {
        type: "string",
        minLength: 1,
        description: "A data: URL, an allowed http(s) URL or the name of a sample.",
      },
      format: { enum: ["csv", "json"], description: "Format; told from the content by default." },
    },
  },
  resultSchema: {
    type: "object",
    required: ["rows", "columns"],
    properties: {
      rows: { type: "integer" },
      columns: { type: "array", items: { type: "object" } },
    },
  },
  limits: defaultLimits,
  run: async (parameters, host) => {
    const content = await readSource(text(parameters, "source"), host);
    const json =
      parameters.format === "json" || (parameters.format === undefined && /^\s*[[{]/.test(content));
    const rows = json ? jsonRows(content) : csvRows(content);
    const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    return {
      rows: rows.length,
      columns: names.map((name) =>
        profileColumn(
          name,
          rows.map((row) => row[name]),
        ),
      ),
    };
  },
};

function csvRows(content: string): readonly Row[] {
  try {
    return parse(content, { columns: true, skip_empty_lines: true, trim: true, bom: true });
  } catch (cause) {
    throw new ToolFailure(
      `The data is no CSV table: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

function jsonRows(content: string): readonly Row[] {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (cause) {
    throw new ToolFailure(
      `The data is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
  const rows = Array.isArray(value) ? value : [value];
  if (rows.some((row) => typeof row !== "object" || row === null || Array.isArray(row))) {
    throw new ToolFailure("The JSON must be an object or an array of objects");
  }
  return rows;
}

function profileColumn(name: string, values: readonly unknown[]): Row {
  const present = values.filter((value) => value !== undefined && value !== null && value !== "");
  const numbers = present.map(Number);
  const numeric = present.length > 0 && numbers.every((value) => Number.isFinite(value));
  const common = {
    name,
    type: numeric
      ? "number"
      : present.every((value) => typeof value === "object") && present.length > 0
        ? "object"
        : "text",
    missing: values.length - present.length,
    distinct: new Set(present.map(asKey)).size,
  };
  return numeric
    ? { ...common, ...rangeOf(numbers) }
    : { ...common, most_frequent: mostFrequent(present) };
}

function rangeOf(numbers: readonly number[]): Row {
  const sorted = [...numbers].sort((a, b) => a - b);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return {
    min: sorted[0] ?? 0,
    max: sorted.at(-1) ?? 0,
    mean: Math.round(mean * 1000) / 1000,
    median: sorted[Math.floor(sorted.length / 2)] ?? 0,
  };
}

function mostFrequent(values: readonly unknown[]): readonly Row[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(asKey(value), (counts.get(asKey(value)) ?? 0) + 1);
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || a.localeCompare(b))
    .slice(0, 5)
    .map(([value, count]) => ({ value, count }));
}

function asKey(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
