import { isReplyError, type RedisConnection, type RedisScript } from "./connection.ts";
import { ackScript } from "./consume-scripts.ts";
import type { Item } from "./entry.ts";
import { isPassing, pause } from "./errors.ts";
import type { GroupKeys } from "./keys.ts";
import { leaseLost } from "./lease-scripts.ts";

export interface SettlerOptions {
  readonly connection: RedisConnection;
  readonly keys: GroupKeys;
  readonly group: string;
  readonly token: string;
  /** Aborts when the partition is lost: nothing may be written any more. */
  readonly lost: AbortSignal;
  readonly onLost: (reason: string) => void;
  readonly onSettled: (items: readonly Item[]) => void;
}

/** Writes the outcome of deliveries under the lease, in batches, until Redis has confirmed. */
export interface Settler {
  /** Acknowledges soon. */
  done(item: Item): void;
  /** Runs a fenced script until it is confirmed; null: the partition is lost. */
  write(
    script: RedisScript,
    keys: readonly string[],
    args: readonly (string | number)[],
  ): Promise<unknown>;
  /** Resolves once everything acknowledged is confirmed, or the partition is lost. */
  flushed(): Promise<void>;
}

const maxRetryMs = 500;

export function createSettler(options: SettlerOptions): Settler {
  const { connection, keys, group, token, lost } = options;
  let waiting: Item[] = [];
  let flushing: Promise<void> | null = null;

  const write: Settler["write"] = async (script, scriptKeys, args) => {
    for (let delay = 20; !lost.aborted; delay = Math.min(delay * 2, maxRetryMs)) {
      try {
        return await connection.run(script, scriptKeys, [token, ...args]);
      } catch (error) {
        if (isReplyError(error, leaseLost)) options.onLost("another process took it over");
        else if (!isPassing(error)) options.onLost(String(error));
        else await pause(delay, lost);
      }
    }
    return null;
  };

  const acknowledge = async (origin: Item["origin"], items: readonly Item[]): Promise<void> => {
    if (items.length === 0) return;
    const replay = origin === "replay";
    const [stream, attempts] = replay
      ? [keys.replay, keys.replayAttempts]
      : [keys.stream, keys.attempts];
    const entries = items.map(({ entry }) => entry);
    await write(
      ackScript,
      [keys.lease, stream, attempts],
      [group, replay ? "delete" : "keep", ...entries],
    );
    if (!lost.aborted) options.onSettled(items);
  };

  const flush = async (): Promise<void> => {
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0 && !lost.aborted) {
      const batch = waiting;
      waiting = [];
      await acknowledge(
        "stream",
        batch.filter(({ origin }) => origin === "stream"),
      );
      await acknowledge(
        "replay",
        batch.filter(({ origin }) => origin === "replay"),
      );
    }
    flushing = null;
  };

  return {
    done: (item) => {
      waiting.push(item);
      flushing ??= flush();
    },
    write,
    flushed: async () => {
      while (flushing !== null) await flushing;
    },
  };
}
