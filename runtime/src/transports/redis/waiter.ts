import type { RedisConnection } from "./connection.ts";
import { pause } from "./errors.ts";

/** A partition that wants to know about new entries. */
export interface Sleeper {
  readonly stream: string;
  cursor(): string;
  hasRoom(): boolean;
  /** Reads one batch; true: there may be more. */
  read(): Promise<boolean>;
}

/** Waits for new entries of partitions with one blocking command, and has them read. */
export interface Waiter {
  add(sleeper: Sleeper): void;
  remove(sleeper: Sleeper): void;
  /** Nobody is left to wait for. */
  isEmpty(): boolean;
  /** A partition may have room again. */
  changed(): void;
  /** Milliseconds since Redis last answered. */
  idleMs(): number;
  /** Closes its connection too. */
  close(): void;
}

/** Milliseconds for which the server holds an unanswered wait. */
export const blockMs = 2000;
/** How long one wait leaves out partitions that are being read; shorter costs more commands, longer more latency. */
const busyMs = 2;
const retryMs = 100;

/**
 * `waiting` has its own connection: a blocking command delays whatever is behind it. It only waits; entries are
 * read by a script that checks the lease, because an entry handed to a blocked client that is no longer the owner
 * would be lost to the new one.
 */
export function createWaiter(waiting: RedisConnection, control: RedisConnection): Waiter {
  const sleepers = new Set<Sleeper>();
  const reading = new Map<Sleeper, Promise<void>>();
  /** Partitions that have no room for more. */
  const full = new Set<Sleeper>();
  /** Partitions that the running wait is about. */
  let awaited: ReadonlySet<Sleeper> = new Set();
  const closing = new AbortController();
  let blocked = false;
  let clientId = { generation: 0, id: 0 };
  let changes = Promise.withResolvers<void>();
  let answeredAt = performance.now();

  const start = (sleeper: Sleeper): Promise<void> => {
    const known = reading.get(sleeper);
    if (known !== undefined) return known;
    const read = readAll(sleeper).finally(() => {
      reading.delete(sleeper);
      changes.resolve();
      if (blocked && !awaited.has(sleeper)) void unblock();
    });
    reading.set(sleeper, read);
    return read;
  };
  const readAll = async (sleeper: Sleeper): Promise<void> => {
    while (sleepers.has(sleeper) && sleeper.hasRoom()) {
      try {
        if (!(await sleeper.read())) return;
        answeredAt = performance.now();
      } catch {
        // The partition learns of its loss by itself; what passes is tried again.
        await pause(retryMs, closing.signal);
      }
    }
    if (sleepers.has(sleeper)) full.add(sleeper);
  };

  /** Ends the running wait, so that the next one includes what has changed. */
  const unblock = async (): Promise<void> => {
    const { generation } = waiting;
    const stream = [...awaited][0]?.stream ?? null;
    while (blocked && clientId.generation === generation && clientId.id !== 0) {
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

  const wait = async (idle: readonly Sleeper[]): Promise<void> => {
    blocked = true;
    awaited = new Set(idle);
    try {
      const streams = idle.map(({ stream }) => stream);
      const cursors = idle.map((sleeper) => sleeper.cursor());
      const args = ["COUNT", 1, "BLOCK", blockMs, "STREAMS", ...streams, ...cursors];
      const found = (await waiting.send(streams[0] ?? null, "XREAD", ...args)) as
        | readonly [Buffer, unknown][]
        | null;
      const names = new Set((found ?? []).map(([name]) => name.toString()));
      const reads = idle.filter(({ stream }) => names.has(stream)).map(start);
      blocked = false;
      if (reads.length > 0) await Promise.race([Promise.all(reads), pause(busyMs)]);
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
        const idle = [...sleepers].filter((one) => !reading.has(one) && !full.has(one));
        if (idle.length > 0) await wait(idle);
        else await Promise.race([changes.promise, pause(blockMs, closing.signal)]);
        answeredAt = performance.now();
      } catch {
        await pause(retryMs, closing.signal);
      }
    }
  };
  void loop();

  return {
    add: (sleeper) => {
      sleepers.add(sleeper);
      void start(sleeper);
    },
    remove: (sleeper) => {
      sleepers.delete(sleeper);
      full.delete(sleeper);
    },
    isEmpty: () => sleepers.size === 0,
    changed: () => {
      for (const sleeper of full) {
        if (!sleeper.hasRoom()) continue;
        full.delete(sleeper);
        void start(sleeper);
      }
    },
    idleMs: () => performance.now() - answeredAt,
    close: () => {
      closing.abort();
      changes.resolve();
      waiting.close();
    },
  };
}
