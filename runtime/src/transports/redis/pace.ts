/**
 * Moments that come at most every `ms` milliseconds and that everybody who waits at the same time shares; the first after a
 * rest comes at once, at the end of the running turn of the event loop.
 */
export function createPace(ms: number): () => Promise<void> {
  let next: Promise<void> | null = null;
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    next ??= new Promise((resolve) => {
      const come = (): void => {
        next = null;
        last = performance.now();
        resolve();
      };
      const restMs = last + ms - performance.now();
      if (restMs > 0) setTimeout(come, restMs);
      else setImmediate(come);
    });
    return next;
  };
}
