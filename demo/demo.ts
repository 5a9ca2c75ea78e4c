/**
 * Carries the project "Customer Data Analysis" from creation to completion through the generated client, and prints
 * every event, command and call as it happens. Starts the platform if none runs.
 */
import { join } from "node:path";
import { createBerrysPlatformClient } from "@berrys/platform";
import { newCorrelationId } from "@berrys/runtime/correlation";
import { BerrysError } from "@berrys/runtime/errors";
import { connectToRunning, startPlatform } from "./platform.ts";
import { createTrace } from "./trace.ts";

const root = join(import.meta.dirname, "..");
const deadlineMs = 120_000;
const correlationId = newCorrelationId();
const trace = createTrace(correlationId, (line) => process.stdout.write(`${line}\n`));

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const platform = (await connectToRunning(root, trace)) ?? (await startPlatform(root, trace));
    try {
      return await run(platform.gateway, platform.apiKey);
    } finally {
      await platform.stop();
    }
  } catch (error) {
    if (!(error instanceof BerrysError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

async function run(gateway: string, apiKey: string): Promise<number> {
  const client = createBerrysPlatformClient({
    baseUrl: gateway,
    apiKey,
    correlationId: () => correlationId,
  });
  const started = performance.now();
  trace.begin();
  const { data: project } = await client.createProject({
    body: {
      name: "Customer Data Analysis",
      description: "Find out why customers leave.",
      objectives: [
        "Segment the customers by plan and country",
        "Analyse what leads to churn",
        "Write a report on churn",
      ],
      requirements: { data_sources: ["customers.csv"], deliverables: ["Churn report"] },
      preferences: { output_formats: ["markdown"] },
    },
  });
  const state = await waitForEnd(
    async () =>
      (await client.getProjectStatus({ params: { project_id: project.project_id } })).data.state,
  );
  await trace.end();
  const { data: results } = await client.listProjectResults({
    params: { project_id: project.project_id },
  });
  process.stdout.write(`\n${results.length} results:\n`);
  for (const result of results)
    process.stdout.write(
      `- ${result.title} (${result.format}, ${result.content.length} characters)\n`,
    );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(
    `\nProject ${project.project_id} ${state} after ${seconds} s, correlation id ${correlationId}\n`,
  );
  return state === "completed" ? 0 : 1;
}

async function waitForEnd(stateOf: () => Promise<string>): Promise<string> {
  for (const end = Date.now() + deadlineMs; ; ) {
    const state = await stateOf();
    if (["completed", "failed", "cancelled"].includes(state)) return state;
    if (Date.now() > end) {
      throw new BerrysError(
        "deadline_exceeded",
        `The project is still ${state} after ${deadlineMs / 1000} s`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
