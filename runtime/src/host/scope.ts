import { BerrysError } from "../errors.ts";

/** The time in which one piece of work has to be done. */
export interface Scope {
  /** Aborts at the deadline, when any of the outer signals does, and by `abort`. */
  readonly signal: AbortSignal;
  /** Milliseconds left until the deadline; null: there is none. */
  remainingMs(): number | null;
  /** Settles as `work` does, but rejects at once when the scope aborts: a handler that ignores its signal holds nobody up. */
  race<T>(work: Promise<T>): Promise<T>;
  abort(reason: BerrysError): void;
  /** Frees timer and listeners; the signal does not abort any more. */
  end(): void;
}

/** Starts a scope. Outer signals that abort count as a canceled call. */
export function startScope(
  outer: readonly AbortSignal[],
  timeoutMs: number | null,
  what: string,
): Scope {
  const controller = new AbortController();
  const deadline = timeoutMs === null ? null : Date.now() + timeoutMs;
  const onOuterAbort = (event: Event): void => {
    const reason: unknown = (event.target as AbortSignal).reason;
    controller.abort(reason instanceof BerrysError ? reason : canceled(what));
  };
  const timer =
    timeoutMs === null
      ? undefined
      : setTimeout(() => {
          const message = `\`${what}\` took longer than ${timeoutMs} ms.`;
          controller.abort(new BerrysError("deadline_exceeded", message));
        }, timeoutMs);
  for (const signal of outer) {
    if (signal.aborted) controller.abort(canceled(what));
    else signal.addEventListener("abort", onOuterAbort, { once: true });
  }
  return {
    signal: controller.signal,
    remainingMs: () => (deadline === null ? null : Math.max(0, deadline - Date.now())),
    race: (work) => race(work, controller.signal),
    abort: (reason) => controller.abort(reason),
    end: () => {
      clearTimeout(timer);
      for (const signal of outer) signal.removeEventListener("abort", onOuterAbort);
    },
  };
}

function canceled(what: string): BerrysError {
  return new BerrysError("canceled", `\`${what}\` was canceled.`);
}

async function race<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
    // What loses the race may still reject later; its error was answered for already.
    work.catch(() => undefined);
    aborted.catch(() => undefined);
  }
}
