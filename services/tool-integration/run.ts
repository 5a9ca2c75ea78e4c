import { now } from "@berrys/runtime/database/columns";
import { type Ctx, errorDetail, factsOf } from "./executions.ts";
import { runTool, samplesFolder } from "./run-tool.ts";
import type { JsonObject } from "./schema.ts";
import type { ExecutionRow, Outcome, ToolRow } from "./store.ts";

/** An execution that is ours to run. */
export interface Job {
  readonly execution: ExecutionRow;
  readonly tool: ToolRow;
  /** Holder of the lease. */
  readonly owner: string;
  readonly credentials: Readonly<Record<string, string>>;
}

type Answer = { readonly result: JsonObject } | { readonly error: unknown };

const renewMs = 1_000;

/**
 * Runs a claimed execution and stores how it ended; undefined: another run took it over. Gives the lease back
 * where the caller goes away, because then nobody knows how it would have ended.
 */
export async function run(job: Job, context: Ctx): Promise<ExecutionRow | undefined> {
  const { execution_id } = job.execution;
  const lost = new AbortController();
  const renewal = setInterval(async () => {
    const kept = await context.store.renew(execution_id, job.owner).catch(() => false);
    if (!kept) lost.abort();
  }, renewMs);
  let finished = false;
  try {
    await start(job, context);
    const begun = performance.now();
    const answer = await ask(job, AbortSignal.any([context.signal, lost.signal]));
    context.signal.throwIfAborted();
    if (lost.signal.aborted) return undefined;
    if ("error" in answer) context.log.warn({ execution_id, err: answer.error }, "the tool failed");
    const outcome = outcomeOf(answer, Math.round(performance.now() - begun));
    const done = await finish(job, outcome, context);
    finished = true;
    return done;
  } finally {
    clearInterval(renewal);
    if (!finished) await context.store.release(execution_id, job.owner);
  }
}

async function ask({ execution, tool, credentials }: Job, signal: AbortSignal): Promise<Answer> {
  try {
    const result = await runTool({
      tool: tool.name,
      parameters: execution.parameters,
      limits: { timeoutMs: tool.limits.timeout_ms, memoryMb: tool.limits.memory_mb },
      host: { allowedHosts: allowedHosts(), samples: samplesFolder, credentials },
      signal,
    });
    return { result };
  } catch (error) {
    return { error };
  }
}

/** `TOOL_ALLOWED_HOSTS`: hosts that tools may reach, separated by commas; none by default. */
function allowedHosts(): readonly string[] {
  const hosts = (process.env.TOOL_ALLOWED_HOSTS ?? "").split(",").map((host) => host.trim());
  return hosts.filter((host) => host !== "");
}

function outcomeOf(answer: Answer, elapsed: number): Outcome {
  const ended = { execution_time_ms: elapsed, completed_at: now() };
  return "error" in answer
    ? { status: "failed", result: null, error: errorDetail(answer.error), ...ended }
    : { status: "completed", result: answer.result, error: null, ...ended };
}

async function start({ execution, tool, owner }: Job, context: Ctx): Promise<void> {
  const started_at = now();
  await context.transaction(
    async (tx) => {
      const started = await tx.store.start(execution.execution_id, owner, started_at);
      if (started === undefined) return;
      await tx.publish.toolExecutionStarted({ ...factsOf(started, tool), started_at });
    },
    { final: false },
  );
}

async function finish(
  { execution, tool, owner }: Job,
  outcome: Outcome,
  context: Ctx,
): Promise<ExecutionRow | undefined> {
  return context.transaction(
    async (tx) => {
      const done = await tx.store.finish(execution.execution_id, owner, outcome);
      if (done === undefined) return undefined;
      const execution_time_ms = done.execution_time_ms ?? 0;
      const at = done.completed_at ?? now();
      const facts = { ...factsOf(done, tool), execution_time_ms };
      if (done.error !== null) {
        await tx.publish.toolExecutionFailed({ ...facts, error: done.error, failed_at: at });
      } else {
        const result = done.result ?? {};
        await tx.publish.toolExecutionCompleted({ ...facts, result, completed_at: at });
      }
      return done;
    },
    { final: false },
  );
}
