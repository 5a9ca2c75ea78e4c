import { LRUCache } from "lru-cache";

/** A successful answer that can be given again: the data alone, since `meta` belongs to each request. */
export interface CachedAnswer {
  readonly status: number;
  /** The data as JSON. */
  readonly data: string;
  /** Of a page; null: the last one, or no page. */
  readonly nextCursor: string | null;
  /** Version of the `ETag`; null: the operation has none. */
  readonly version: string | null;
  /** When it was made, in epoch milliseconds. */
  readonly madeAt: number;
}

/** What a cache knows of a key. */
export interface CacheLookup {
  readonly answer: CachedAnswer | null;
  /** What the operation's answers are counted as now; an answer that is made from here on is kept under it. */
  readonly generation: number;
}

/** Keeps answers of one service. It may forget any of them at any time, and never fails a request. */
export interface ResponseCache {
  /** A value where it is known at once, as in memory. */
  get(operation: string, key: string): CacheLookup | Promise<CacheLookup>;
  /** Keeps an answer unless the operation was invalidated since `generation` was looked up. */
  set(
    operation: string,
    key: string,
    generation: number,
    answer: CachedAnswer,
    ttlMs: number,
  ): void | Promise<void>;
  /** Nothing that was made before is given again. */
  invalidate(operations: readonly string[]): Promise<void>;
}

interface Kept {
  readonly answer: CachedAnswer;
  readonly generation: number;
}

/** Room that an entry takes beside its texts. */
const overheadBytes = 200;

/** Keeps up to `maxBytes` in this process; what was used least recently goes first. */
export function createMemoryResponseCache(maxBytes: number): ResponseCache {
  const generations = new Map<string, number>();
  const entries = new LRUCache<string, Kept>({
    maxSize: maxBytes,
    // Characters outside of Latin-1 take two bytes.
    sizeCalculation: ({ answer }, key) => 2 * (answer.data.length + key.length) + overheadBytes,
  });
  const generationOf = (operation: string): number => generations.get(operation) ?? 0;
  return {
    get: (operation, key) => {
      const generation = generationOf(operation);
      const kept = entries.get(`${operation} ${key}`);
      const answer = kept?.generation === generation ? kept.answer : null;
      return { answer, generation };
    },
    set: (operation, key, generation, answer, ttlMs) => {
      if (generation !== generationOf(operation)) return;
      entries.set(`${operation} ${key}`, { answer, generation }, { ttl: ttlMs });
    },
    invalidate: async (operations) => {
      for (const operation of operations) generations.set(operation, generationOf(operation) + 1);
    },
  };
}
