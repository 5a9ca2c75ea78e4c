import { isReplyError, type RedisConnection } from "./connection.ts";
import { promoteScript } from "./consume-scripts.ts";
import { type DelayedKeys, delayedKeys, type GroupKeys } from "./keys.ts";

export interface PromotionOptions {
  readonly connection: RedisConnection;
  readonly keys: GroupKeys;
  /** Whether the partition has urgent commands. */
  readonly urgent: boolean;
  /** Longest time between two looks. */
  readonly maxDelayMs: number;
  /** Messages that this group tries again have come to its replays. */
  readonly onRetries: () => Promise<void>;
}

/** Sends delayed messages of a partition on when they are due. */
export interface Promotion {
  /** Keys of the times that messages are due at. */
  readonly due: readonly string[];
  /** Sends on what is due, and comes again when the next is. */
  now(): Promise<void>;
  /** Looks again after so long. */
  in(ms: number): void;
  stop(): void;
}

/** Delayed messages sent on in one step. */
const promoteCount = 500;

/** Messages that wait, and where they go when they are due. */
interface Delayed {
  readonly from: DelayedKeys;
  readonly target: readonly string[];
}

/**
 * Sends on what is due. Returns how many went, and ms until the next look: 0 where more may be due, -1 where nothing
 * waits.
 */
export async function promote(
  connection: RedisConnection,
  { due, held }: DelayedKeys,
  target: readonly string[],
): Promise<readonly [count: number, nextMs: number]> {
  const [count, nextMs] = (await connection.run(
    promoteScript,
    [due, held, ...target],
    [promoteCount],
  )) as readonly [number, number];
  return [count, count === promoteCount ? 0 : nextMs];
}

export function createPromotion(options: PromotionOptions): Promotion {
  const { connection, keys } = options;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  const forbidden = new Set<Delayed>();
  const delayed: readonly Delayed[] = [
    { from: keys.retries, target: [keys.replay, keys.replayPending] },
    { from: keys.delayed, target: [keys.stream] },
    ...(options.urgent ? [{ from: delayedKeys(keys.urgent), target: [keys.urgent] }] : []),
  ];

  const promoteFrom = async (some: Delayed): Promise<readonly [number, number]> => {
    const { from, target } = some;
    if (forbidden.has(some)) return [0, -1];
    try {
      return await promote(connection, from, target);
    } catch (error) {
      // A follower that may not write to the stream leaves what was sent for later to those who may.
      if (!isReplyError(error, "NOPERM")) throw error;
      forbidden.add(some);
      return [0, -1];
    }
  };

  const promotion: Promotion = {
    due: delayed.map(({ from }) => from.due),
    now: async () => {
      const found = await Promise.all(delayed.map(promoteFrom));
      if (stopped) return;
      const next = found.map(([, ms]) => ms).filter((ms) => ms >= 0);
      if (next.length > 0) promotion.in(Math.min(...next));
      if ((found[0]?.[0] ?? 0) > 0) await options.onRetries();
    },
    in: (ms) => {
      if (stopped) return;
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(
        () => {
          // Where the server does not answer, the next renewal looks again.
          promotion.now().catch(() => {});
        },
        Math.min(ms, options.maxDelayMs),
      );
    },
    stop: () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
  return promotion;
}
