import type { RedisConnection } from "./connection.ts";
import { createWaiter, type Sleeper, type Waiter } from "./waiter.ts";

/** Wakes the partitions of a group that this process owns. */
export interface Wake {
  add(sleeper: Sleeper): void;
  remove(sleeper: Sleeper): void;
  /** A partition may have room again. */
  changed(): void;
  /** Milliseconds since the server that has been silent longest answered; 0: nothing is waited for. */
  idleMs(): number;
  close(): void;
}

export interface WakeOptions {
  /** Opens a connection that a blocking command may keep. */
  readonly connect: () => RedisConnection;
  readonly control: RedisConnection;
  /** Keys with the same number can be waited for together. */
  readonly placeOf: (key: string) => number;
}

/** One waiting connection for what can be waited for together, open while there is something to wait for. */
export function createWake({ connect, control, placeOf }: WakeOptions): Wake {
  const waiters = new Map<number, Waiter>();
  return {
    add: (sleeper) => {
      const place = placeOf(sleeper.stream);
      const waiter = waiters.get(place) ?? createWaiter(connect(), control);
      waiters.set(place, waiter);
      waiter.add(sleeper);
    },
    remove: (sleeper) => {
      const place = placeOf(sleeper.stream);
      const waiter = waiters.get(place);
      waiter?.remove(sleeper);
      if (waiter === undefined || !waiter.isEmpty()) return;
      waiters.delete(place);
      waiter.close();
    },
    changed: () => {
      for (const waiter of waiters.values()) waiter.changed();
    },
    idleMs: () => Math.max(0, ...[...waiters.values()].map((waiter) => waiter.idleMs())),
    close: () => {
      for (const waiter of waiters.values()) waiter.close();
      waiters.clear();
    },
  };
}
