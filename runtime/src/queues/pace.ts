/** Resolves when the next step may be taken, so many a second; at once when `signal` aborts. */
export function createPace(perSecond: number): (signal?: AbortSignal) => Promise<void> {
  const gapMs = 1000 / perSecond;
  let next = performance.now();
  return async (signal) => {
    const now = performance.now();
    next = Math.max(next, now);
    const waitMs = next - now;
    next += gapMs;
    if (waitMs > 0) await sleep(waitMs, signal);
  };
}

/** Resolves after `ms`, or at once when `signal` aborts. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
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
