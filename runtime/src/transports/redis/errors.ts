import { BerrysError } from "../../errors.ts";
import { isReplyError } from "./connection.ts";

/** Answers of a server that will be able again: failing over, loading its data, busy. */
const passing = [
  "READONLY",
  "LOADING",
  "MASTERDOWN",
  "CLUSTERDOWN",
  "TRYAGAIN",
  "BUSY ",
  "UNBLOCKED",
];

/** Whether trying the same again may help: no answer at all, or one of a server in transition. */
export function isPassing(error: unknown): boolean {
  if (!isReplyError(error)) return true;
  return passing.some((prefix) => isReplyError(error, prefix));
}

/** Whatever a command failed with, as the error that callers of the transport see. */
export function toBerrysError(error: unknown): BerrysError {
  if (error instanceof BerrysError) return error;
  const text = error instanceof Error ? error.message : String(error);
  if (isReplyError(error, "OOM")) {
    return new BerrysError("resource_exhausted", "Redis has reached its `maxmemory`", {
      cause: error,
    });
  }
  if (isPassing(error)) {
    return new BerrysError("unavailable", `Redis did not confirm: ${text}`, { cause: error });
  }
  return new BerrysError("internal", `Redis refused a command: ${text}`, { cause: error });
}

/** Resolves after `ms`, or at once when `signal` aborts. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    if (signal?.aborted) end();
    else signal?.addEventListener("abort", end, { once: true });
  });
}
