import type { Context } from "../context.ts";
import { inFlight } from "../load.ts";
import { flow, openPair, type Pair } from "../pair.ts";

const megabyte = 1024 * 1024;
/** Entries that the server keeps of a partition: few, so that its memory shows growth as well. */
const kept = 10_000;

/** Heap after a garbage collection, and resident memory, while `total` messages pass: it must not grow. */
export async function memory(context: Context, total: number): Promise<void> {
  context.progress(`berrys, memory over ${total.toLocaleString("en")} messages`);
  const { redis: server } = context.servers;
  const settings = { kept };
  const pair = await openPair({ system: "berrys", server, settings, collectable: true });
  try {
    // The first tenth fills what has a fixed size.
    await flow(pair, total / 10, { inFlight: inFlight.berrys });
    await measure(context, pair, "after_100k");
    for (let part = 1; part < 10; part++)
      await flow(pair, total / 10, { inFlight: inFlight.berrys });
    await measure(context, pair, "after_1m");
  } finally {
    await pair.close();
  }
}

async function measure(context: Context, pair: Pair, when: string): Promise<void> {
  const record = (metric: string, bytes: number): void =>
    context.record({
      system: "berrys",
      metric: `${metric}_${when}`,
      value: bytes / megabyte,
      unit: "MB",
    });
  for (const [side, child] of [
    ["producer", pair.producer],
    ["consumer", pair.consumers[0]],
  ] as const) {
    const usage = await child?.ask({ kind: "usage" });
    if (usage === undefined) continue;
    record(`heap_${side}`, usage.heapBytes);
    record(`rss_${side}`, usage.rssBytes);
  }
  record("memory_server", await pair.server.memoryBytes());
}
