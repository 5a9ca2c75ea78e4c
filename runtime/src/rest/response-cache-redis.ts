import type { SharedRedis } from "../transports/sharing.ts";
import { digestOf } from "./etag.ts";
import type { CachedAnswer, CacheLookup, ResponseCache } from "./response-cache.ts";

export interface RedisResponseCacheOptions {
  readonly redis: SharedRedis;
  readonly service: string;
  /** Told when Redis stops to answer and nothing is kept, once an outage. */
  readonly onOutage: (error: unknown) => void;
  /** Milliseconds that a request waits for Redis before it does the work itself, default 100. */
  readonly patienceMs?: number;
}

/** Larger answers are not kept: moving them costs more than it saves. */
const maxEntryLength = 1024 * 1024;
/** Milliseconds for which Redis is left alone after it did not answer. */
const restMs = 1_000;

/** Under it nothing is kept. */
const none = -1;

/** Keeps answers in Redis for all processes of a service. Without Redis nothing is kept, and requests go on. */
export function createRedisResponseCache(options: RedisResponseCacheOptions): ResponseCache {
  const { redis, service, onOutage, patienceMs = 100 } = options;
  const { commands, prefix } = redis;
  const place = `${prefix}:{rest/${service}/cache}`;
  const generations = `${place}:generations`;
  const keyOf = (operation: string, key: string): string =>
    `${place}:${operation}:${digestOf(key)}`;
  let restsUntil = Number.NEGATIVE_INFINITY;
  const fail = (error: unknown): void => {
    if (performance.now() >= restsUntil) onOutage(error);
    restsUntil = performance.now() + restMs;
  };
  return {
    get: async (operation, key) => {
      if (performance.now() < restsUntil) return { answer: null, generation: none };
      const entry = keyOf(operation, key);
      try {
        // The generation first: an answer that is replaced in between is of a later one, and not taken.
        const [generation, text] = await inTime(
          [
            commands.ask("text", generations, "HGET", [generations, operation]),
            commands.ask("text", entry, "GET", [entry]),
          ],
          patienceMs,
        );
        return read(generation, text);
      } catch (error) {
        fail(error);
        return { answer: null, generation: none };
      }
    },
    set: async (operation, key, generation, answer, ttlMs) => {
      if (generation === none || answer.data.length > maxEntryLength) return;
      const entry = keyOf(operation, key);
      const text = JSON.stringify({ generation, answer });
      await commands
        .send(entry, "SET", entry, text, "PX", Math.max(1, Math.ceil(ttlMs)))
        .catch(fail);
    },
    invalidate: async (operations) => {
      for (const operation of operations)
        await commands.send(generations, "HINCRBY", generations, operation, 1);
    },
  };
}

async function inTime(
  replies: readonly Promise<unknown>[],
  patienceMs: number,
): Promise<readonly unknown[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`Redis gave no answer in ${patienceMs} ms`)),
      patienceMs,
    );
  });
  return Promise.race([Promise.all(replies), late]).finally(() => clearTimeout(timer));
}

function read(stated: unknown, text: unknown): CacheLookup {
  const generation = typeof stated === "string" ? Number(stated) : 0;
  if (typeof text !== "string") return { answer: null, generation };
  const kept = JSON.parse(text) as { readonly generation: number; readonly answer: CachedAnswer };
  return { answer: kept.generation === generation ? kept.answer : null, generation };
}
