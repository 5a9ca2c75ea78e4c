import type { Delivery, Outcome, SubscribeOptions } from "./transport.ts";

/** Milliseconds until a handler that rejected against its promise is tried again. */
const rejectedDelayMs = 1000;

/** Runs a subscriber's handler; a rejection becomes a retry, as `SubscribeOptions.handle` says. */
export function deliver(
  handle: SubscribeOptions["handle"],
  delivery: Delivery,
  signal: AbortSignal,
  end: (outcome: Outcome) => void,
): void {
  let handled: Promise<Outcome>;
  try {
    handled = handle(delivery, signal);
  } catch (error) {
    end(rejected(error));
    return;
  }
  handled.then(end, (error: unknown) => end(rejected(error)));
}

function rejected(error: unknown): Outcome {
  return { kind: "retry", delayMs: rejectedDelayMs, error: String(error) };
}

/** Whether `work` ends within `ms`; it goes on either way. */
export async function endsWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  try {
    return await Promise.race([work.then(() => true as const), late]);
  } finally {
    clearTimeout(timer);
  }
}
