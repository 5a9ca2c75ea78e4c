import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { BerrysError } from "@berrys/runtime/errors";
import type { ToolHost } from "./tools/tool.ts";
import type { ToolJob, WorkerReport } from "./tools/worker.ts";

export interface ToolRun extends ToolJob {
  readonly limits: { readonly timeoutMs: number; readonly memoryMb: number };
  readonly host: ToolHost;
  readonly signal: AbortSignal;
}

/** Folder of the sample data that ships with the service. */
export const samplesFolder = fileURLToPath(new URL("./samples", import.meta.url));

const worker = fileURLToPath(new URL("./tools/worker.ts", import.meta.url));

/**
 * Runs a tool in a worker process of its own, without our environment, under a time and a memory limit. A
 * process and not a thread, because a thread that runs out of memory can take the service with it.
 * Throws `invalid_argument` where the tool refuses its input, `deadline_exceeded`, `resource_exhausted` or
 * `canceled` where a limit or the caller ends it, `internal` where the tool itself breaks.
 */
export async function runTool(run: ToolRun): Promise<Readonly<Record<string, unknown>>> {
  const { tool, parameters, limits, host, signal } = run;
  const cancelled = (): BerrysError =>
    new BerrysError("canceled", `The run of \`${tool}\` was cancelled`);
  if (signal.aborted) throw cancelled();
  const child = fork(worker, {
    env: {},
    execArgv: [`--max-old-space-size=${limits.memoryMb}`, "--max-semi-space-size=8"],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  let onAbort = (): void => {};
  let timer: NodeJS.Timeout | undefined;
  try {
    const report = await new Promise<WorkerReport>((resolve, reject) => {
      child.once("message", (message) => resolve(message as WorkerReport));
      child.once("error", (error) => reject(brokenBy(run, error.message)));
      child.once("exit", (code, exitSignal) => reject(endedBy(run, code, exitSignal)));
      onAbort = () => reject(cancelled());
      signal.addEventListener("abort", onAbort, { once: true });
      timer = setTimeout(() => reject(tooLong(run)), limits.timeoutMs);
      child.send({ tool, parameters, host } satisfies ToolJob);
    });
    if (report.kind === "done") return report.result;
    if (report.kind === "broken") throw brokenBy(run, report.message);
    throw new BerrysError("invalid_argument", report.message);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
    child.kill("SIGKILL");
  }
}

function tooLong({ tool, limits }: ToolRun): BerrysError {
  return new BerrysError(
    "deadline_exceeded",
    `The tool \`${tool}\` ran longer than ${limits.timeoutMs} ms`,
  );
}

function brokenBy({ tool }: ToolRun, message: string): BerrysError {
  return new BerrysError("internal", `The tool \`${tool}\` broke: ${message}`);
}

/** V8 aborts a process that runs out of memory. */
function endedBy(run: ToolRun, code: number | null, signal: NodeJS.Signals | null): BerrysError {
  if (signal === "SIGABRT" || code === 134) {
    return new BerrysError(
      "resource_exhausted",
      `The tool \`${run.tool}\` needed more than ${run.limits.memoryMb} MB`,
    );
  }
  return brokenBy(run, `its process ended with ${signal ?? `code ${code}`}`);
}
