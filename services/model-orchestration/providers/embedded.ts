import { BerrysError } from "@berrys/runtime/errors";
import { planTasks } from "./planner.ts";
import type { ModelPiece, ModelProvider, ModelRequest } from "./provider.ts";

/**
 * The deterministic model that needs no network: it plans by rules and writes from the facts it is given.
 * The same request always gets the same answer.
 */
export function createEmbeddedProvider(): ModelProvider {
  return { name: "embedded", stream };
}

async function* stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelPiece> {
  const { text, structured } = answer(request);
  for (const piece of pieces(text)) {
    if (signal.aborted) throw new BerrysError("canceled", "The execution was cancelled");
    yield { kind: "text", text: piece };
    // Lets other work in between pieces, as a real stream would.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const promptTokens = tokens(
    `${request.system ?? ""} ${request.prompt} ${JSON.stringify(request.context)}`,
  );
  yield { kind: "end", structured, usage: { promptTokens, completionTokens: tokens(text) } };
}

function answer(request: ModelRequest): {
  readonly text: string;
  readonly structured: Readonly<Record<string, unknown>> | null;
} {
  const { context } = request;
  if (request.executionType !== "plan") return { text: write(request), structured: null };
  const tasks = planTasks({
    objectives: strings(context.objectives),
    dataSources: strings(context.data_sources),
    deliverables: strings(context.deliverables),
  });
  const objectiveCount = strings(context.objectives).length;
  const text = `${tasks.length} tasks reach ${objectiveCount} ${objectiveCount === 1 ? "objective" : "objectives"}: ${tasks.map((task) => task.title).join("; ")}.`;
  return { text, structured: { summary: text.slice(0, 4000), tasks } };
}

/** Short factual prose: what was asked, then each fact of the context, one line each. */
function write({ prompt, context, executionType }: ModelRequest): string {
  const heading = typeof context.title === "string" ? context.title : firstLine(prompt);
  const facts = Object.entries(context)
    .filter(([name]) => name !== "title")
    .flatMap(([name, value]) => factsOf(name, value));
  const opening =
    { analyze: "Findings", summarize: "Summary", generate: "Result" }[executionType] ?? "Result";
  const body =
    facts.length === 0
      ? `- ${firstLine(prompt)}`
      : facts
          .slice(0, 40)
          .map((fact) => `- ${fact}`)
          .join("\n");
  return `# ${heading}\n\n${opening}:\n\n${body}\n`;
}

function factsOf(name: string, value: unknown): readonly string[] {
  const label = name.replaceAll("_", " ");
  if (value === null || value === undefined) return [];
  if (typeof value !== "object") return [`${label}: ${firstLine(String(value))}`];
  if (Array.isArray(value)) {
    const simple = value.filter((item) => typeof item !== "object");
    const nested = value
      .filter((item) => typeof item === "object")
      .flatMap((item, index) => factsOf(`${label} ${index + 1}`, item));
    return simple.length === 0
      ? nested
      : [`${label}: ${simple.slice(0, 20).join(", ")}`, ...nested];
  }
  return Object.entries(value).flatMap(([key, item]) => factsOf(`${label} ${key}`, item));
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function firstLine(text: string): string {
  return (text.split("\n")[0] ?? "").slice(0, 300);
}

/** About four characters a token, as usual for English text. */
function tokens(text: string): number {
  return Math.ceil(text.length / 4);
}

function pieces(text: string): readonly string[] {
  return text.match(/[\s\S]{1,200}/g) ?? [];
}
