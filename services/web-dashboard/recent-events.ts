import type { Envelope } from "@berrys/runtime/envelope";

/** The last events of the platform, newest first, in memory: what the page shows. */
export interface RecentEvents {
  add(event: Envelope): void;
  list(): readonly Envelope[];
  /** Events seen since the start, by category. */
  counts(): Readonly<Record<string, number>>;
}

/** Keeps at most `capacity` events. */
export function createRecentEvents(capacity: number): RecentEvents {
  const events: Envelope[] = [];
  const counts = new Map<string, number>();
  return {
    add: (event) => {
      const category = event.type.split(".")[0] ?? event.type;
      counts.set(category, (counts.get(category) ?? 0) + 1);
      events.unshift(event);
      if (events.length > capacity) events.pop();
    },
    list: () => [...events],
    counts: () => Object.fromEntries(counts),
  };
}
