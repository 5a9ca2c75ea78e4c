/** Entry of the worker process: runs one tool once, for the parent that sends the job. */
import { builtInTools } from "./index.ts";
import { ToolFailure, type ToolHost } from "./tool.ts";

export interface ToolJob {
  readonly tool: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly host: ToolHost;
}

/** What the worker tells its parent. `failed`: the tool refused its input; `broken`: the tool itself went wrong. */
export type WorkerReport =
  | { readonly kind: "done"; readonly result: Readonly<Record<string, unknown>> }
  | { readonly kind: "failed" | "broken"; readonly message: string };

process.once("message", async (job) => {
  const report = await run(job as ToolJob);
  process.send?.(report, undefined, undefined, () => process.disconnect());
});

async function run({ tool: name, parameters, host }: ToolJob): Promise<WorkerReport> {
  const tool = builtInTools.find((candidate) => candidate.name === name);
  if (tool === undefined) return { kind: "failed", message: `There is no tool \`${name}\`` };
  try {
    return { kind: "done", result: await tool.run(parameters, host) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: error instanceof ToolFailure ? "failed" : "broken", message };
  }
}
