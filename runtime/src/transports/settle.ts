import type { Delivery, Outcome, SubscribeOptions } from "./transport.ts";

/** Milliseconds until a handler that rejected against its promise is tried again. */
const rejectedDelayMs = 1000;

/** Runs a subscriber's handler; a rejection becomes a retry, as `SubscribeOptions.handle` says. */
export function outcomeOf(
  handle: SubscribeOptions["handle"],
  delivery: Delivery,
  signal: AbortSignal,
): Promise<Outcome> {
  try {
    return handle(delivery, signal).catch(rejected);
  } catch (error) {
    return Promise.resolve(rejected(error));
  }
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
