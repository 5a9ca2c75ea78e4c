import type { BatchDefinition } from "../definitions.ts";

/** Gathers what arrives and hands it on together. */
export interface Collector<Item> {
  add(item: Item): void;
  /** Hands on at once what waits, and from now on everything. */
  close(): void;
}

/**
 * Calls `flush` with up to `size` items: as soon as so many are there, or when the first of them has waited for `waitMs`.
 * Never with none.
 */
export function createCollector<Item>(
  { size, waitMs }: BatchDefinition,
  flush: (items: readonly Item[]) => void,
): Collector<Item> {
  let waiting: Item[] = [];
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  const hand = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const items = waiting;
    waiting = [];
    if (items.length > 0) flush(items);
  };
  return {
    add: (item) => {
      waiting.push(item);
      if (closed || waiting.length >= size) hand();
      else timer ??= setTimeout(hand, waitMs);
    },
    close: () => {
      closed = true;
      hand();
    },
  };
}
