import type { AgentAssignTaskData } from "@berrys/platform/commands/agent";
import type { TaskResult } from "../schema.ts";

/** What an agent is given. */
export type Assignment = AgentAssignTaskData;

/** What a task before this one gave. */
export interface EarlierResult {
  readonly title: string;
  readonly result: TaskResult;
}

/** What a task works on; the inputs are free-form, so whatever does not fit is left out. */
export interface Material {
  readonly sources: readonly string[];
  readonly objectives: readonly string[];
  readonly results: readonly EarlierResult[];
}

/** Reads the inputs of an assignment: sources it names where it names some, else all of them. */
export function materialOf({ title, description, inputs }: Assignment): Material {
  const sources = strings(inputs.data_sources);
  const named = sources.filter((source) => `${title} ${description}`.includes(source));
  return {
    sources: named.length > 0 ? named : sources,
    objectives: strings(inputs.objectives),
    results: list(inputs.results).flatMap(earlierResult),
  };
}

/** The first words of a text that are no heading, as a summary of it. */
export function summaryOf(text: string): string {
  const lines = text.split("\n").map((line) => line.replace(/^[-*#>\s]+/, "").trim());
  const plain = text.split("\n").map((line) => !line.startsWith("#") && line.trim() !== "");
  const said = lines.filter((_line, index) => plain[index] === true);
  const summary = (said.length > 0 ? said : lines).slice(0, 3).join(" ").trim();
  return summary.slice(0, 500) || "Done";
}

function earlierResult(value: unknown): readonly EarlierResult[] {
  if (!isObject(value) || !isObject(value.result)) return [];
  const { title, result } = value;
  const { summary, format, content, data } = result;
  if (typeof content !== "string") return [];
  return [
    {
      title: typeof title === "string" ? title : "Result",
      result: {
        summary: typeof summary === "string" ? summary : summaryOf(content),
        format: typeof format === "string" ? format : "markdown",
        content,
        ...(isObject(data) ? { data } : {}),
      },
    },
  ];
}

function strings(value: unknown): readonly string[] {
  return list(value).filter((item) => typeof item === "string");
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
