import { BerrysError } from "../errors.ts";

/** Lets equal work that is asked for at the same time be done once. */
export interface SingleFlight<Result> {
  /**
   * The result of `work`, or of what runs for the same key already. A run that was called off, since its own caller
   * went away or had less time, says nothing to the others: the next of them works itself.
   */
  run(key: string, work: () => Promise<Result>): Promise<Result>;
}

export function createSingleFlight<Result>(): SingleFlight<Result> {
  const running = new Map<string, Promise<Result>>();
  const start = (key: string, work: () => Promise<Result>): Promise<Result> => {
    const run = work().finally(() => {
      if (running.get(key) === run) running.delete(key);
    });
    running.set(key, run);
    return run;
  };
  return {
    run: async (key, work) => {
      for (;;) {
        const others = running.get(key);
        if (others === undefined) return start(key, work);
        try {
          return await others;
        } catch (error) {
          if (!wasCalledOff(error)) throw error;
        }
      }
    },
  };
}

function wasCalledOff(error: unknown): boolean {
  return (
    error instanceof BerrysError &&
    (error.code === "canceled" || error.code === "deadline_exceeded")
  );
}
