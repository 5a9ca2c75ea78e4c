import type { RedisConnection } from "./connection.ts";
import type { ReadEntry } from "./entry.ts";
import { pause } from "./errors.ts";

/** A stream whose new entries somebody wants. */
export interface Sleeper {
  readonly stream: string;
  /** Last id that was read. */
  cursor(): string;
  hasRoom(): boolean;
  /** Entries that it takes at once, at most. */
  most(): number;
  /** Takes what follows the cursor, in order; returns a command to send with the next read, on the same server. */
  take(entries: readonly ReadEntry[]): Note | null;
}

/** A command whose answer nobody waits for. */
export type Note = readonly [name: string, key: string, ...args: readonly string[]];

/** Reads new entries of many streams with one blocking command. */
export interface Waiter {
  add(sleeper: Sleeper): void;
  remove(sleeper: Sleeper): void;
  /** Nobody is left to wait for. */
  isEmpty(): boolean;
  /** A sleeper may have room again. */
  changed(): void;
  /** Milliseconds since Redis last answered. */
  idleMs(): number;
  /** Closes its connection too. */
  close(): void;
}

/** Milliseconds for which the server holds an unanswered wait. */
export const blockMs = 2000;
/** Entries of one stream in one answer. */
export const readCount = 128;
const retryMs = 100;

/** How many entries to ask for, of which so many held so many messages: packed ones hold more than memory should. */
export function entriesAtOnce(entries: number, messages: number): number {
  return Math.max(2, Math.floor((readCount * entries) / Math.max(1, messages)));
}

/**
 * `waiting` has its own connection: a blocking command delays whatever is behind it. Reading changes nothing in Redis,
 * so that a process which reads after it lost a partition does no harm, and an answer that is lost is asked for again.
 */
export function createWaiter(waiting: RedisConnection, control: RedisConnection): Waiter {
  const sleepers = new Set<Sleeper>();
  /** Those that the running wait is about. */
  let awaited: ReadonlySet<Sleeper> = new Set();
  const closing = new AbortController();
  let blocked = false;
  let clientId = { generation: 0, id: 0 };
  let changes = Promise.withResolvers<void>();
  let answeredAt = performance.now();

  /** Ends the running wait, so that the next one includes what has changed. */
  const unblock = async (): Promise<void> => {
    const { generation } = waiting;
    const stream = [...awaited][0]?.stream ?? null;
    const running = awaited;
    while (blocked && awaited === running && clientId.generation === generation) {
      try {
        if ((await control.send(stream, "CLIENT", "UNBLOCK", clientId.id)) === 1) return;
      } catch {
        return;
      }
      // It was on its way and had not begun to wait.
      await pause(5, closing.signal);
    }
  };

  const identify = async (): Promise<void> => {
    const [one] = sleepers;
    if (one === undefined || clientId.generation === waiting.generation) return;
    const id = Number(await waiting.send(one.stream, "CLIENT", "ID"));
    clientId = { generation: waiting.generation, id };
  };

  const note = (command: Note | null): void => {
    if (command === null) return;
    const [name, key, ...args] = command;
    waiting.send(key, name, key, ...args).catch(() => {});
  };

  const read = async (ready: readonly Sleeper[]): Promise<void> => {
    blocked = true;
    awaited = new Set(ready);
    try {
      const streams = ready.map(({ stream }) => stream);
      const cursors = ready.map((sleeper) => sleeper.cursor());
      const count = Math.min(readCount, ...ready.map((sleeper) => sleeper.most()));
      const args = ["COUNT", count, "BLOCK", blockMs, "STREAMS", ...streams, ...cursors];
      const found = (await waiting.ask("text", streams[0] ?? null, "XREAD", args)) as
        | readonly [string, readonly ReadEntry[]][]
        | null;
      answeredAt = performance.now();
      const byStream = new Map(found);
      for (const sleeper of ready) {
        const entries = byStream.get(sleeper.stream);
        if (entries !== undefined && sleepers.has(sleeper)) note(sleeper.take(entries));
      }
    } finally {
      blocked = false;
    }
  };

  const loop = async (): Promise<void> => {
    while (!closing.signal.aborted) {
      try {
        await waiting.ready(blockMs);
        await identify();
        // From here to the command nothing is awaited, so no change can be missed.
        changes = Promise.withResolvers();
        const ready = [...sleepers].filter((sleeper) => sleeper.hasRoom());
        if (ready.length > 0) await read(ready);
        else {
          await Promise.race([changes.promise, pause(blockMs, closing.signal)]);
          // Nothing was asked, so nothing is late: handlers are what everybody waits for.
          answeredAt = performance.now();
        }
      } catch {
        await pause(retryMs, closing.signal);
      }
    }
  };
  void loop();

  const notice = (sleeper: Sleeper): void => {
    changes.resolve();
    if (blocked && !awaited.has(sleeper)) void unblock();
  };
  return {
    add: (sleeper) => {
      sleepers.add(sleeper);
      notice(sleeper);
    },
    remove: (sleeper) => sleepers.delete(sleeper),
    isEmpty: () => sleepers.size === 0,
    changed: () => {
      if (blocked && awaited.size === sleepers.size) return;
      for (const sleeper of sleepers) {
        if (!awaited.has(sleeper) && sleeper.hasRoom()) notice(sleeper);
      }
      if (!blocked) changes.resolve();
    },
    idleMs: () => performance.now() - answeredAt,
    close: () => {
      closing.abort();
      changes.resolve();
      waiting.close();
    },
  };
}
