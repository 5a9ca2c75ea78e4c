import type { RedisConnection } from "./connection.ts";
import type { PublishKeys } from "./keys.ts";
import { promote } from "./promotion.ts";

/**
 * Sends the delayed messages of streams on when they are due, from where they are published: under access rules a
 * follower of events may not. One timer a stream, for the message that is due next.
 */
export interface DueWatch {
  /** Sends on what is due, and comes again when the next is, by the server's clock. */
  look(keys: PublishKeys): void;
  close(): void;
}

/** Until the next look where the server did not answer. */
const retryMs = 1000;
/** Longest time that a timer of Node.js counts. */
const maxTimerMs = 2 ** 31 - 1;

export function createDueWatch(connection: RedisConnection): DueWatch {
  const timers = new Map<string, NodeJS.Timeout>();
  let closed = false;

  const lookIn = (keys: PublishKeys, delayMs: number): void => {
    if (closed) return;
    clearTimeout(timers.get(keys.target));
    const timer = setTimeout(() => void look(keys), Math.min(delayMs, maxTimerMs));
    timer.unref();
    timers.set(keys.target, timer);
  };
  const look = async (keys: PublishKeys): Promise<void> => {
    try {
      const [, nextMs] = await promote(connection, keys.delayed, [keys.target]);
      if (nextMs >= 0) lookIn(keys, nextMs);
    } catch {
      lookIn(keys, retryMs);
    }
  };
  return {
    look: (keys) => void look(keys),
    close: () => {
      closed = true;
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
