import { setTimeout as pause } from "node:timers/promises";
import { nowMicros } from "../clock.ts";
import type { Context, Measurement } from "../context.ts";
import { inFlight } from "../load.ts";
import { openPair, type Pair } from "../pair.ts";

const processes = [1, 2, 4] as const;
/** Members of a group find each other within a quarter of this. */
const leaseMs = 2000;
const balancedWithinMs = 30_000;

/** End to end with 1, 2 and 4 consuming processes of one group. */
export const scaling: Measurement = async (context) => {
  for (const consumers of processes) {
    context.progress(`berrys, ${consumers} consuming processes`);
    const settings = { leaseMs };
    const { servers } = context;
    const pair = await openPair({ system: "berrys", server: servers.redis, settings, consumers });
    try {
      await balanced(pair);
      const rate = await throughput(pair, context);
      context.record({
        system: "berrys",
        metric: `e2e_${consumers}_consumers`,
        value: rate,
        unit: "msg/s",
      });
    } finally {
      await pair.close();
    }
  }
};

/** Resolves once every consumer gets messages. */
async function balanced(pair: Pair): Promise<void> {
  const end = performance.now() + balancedWithinMs;
  while (performance.now() < end) {
    await run(pair, 1024);
    const shares = await handledBy(pair);
    if (shares.every((share) => share > 0)) return;
    await pause(leaseMs / 4);
  }
  throw new Error(`Some consumers got nothing within ${balancedWithinMs} ms`);
}

async function throughput(pair: Pair, { seconds }: Context): Promise<number> {
  const warm = await run(pair, 5000);
  const rate = await run(pair, Math.round(Math.max(5000, warm * seconds * 0.5)));
  return run(pair, Math.round(Math.max(5000, rate * seconds)));
}

/** Messages a second until all consumers together have handled all. */
async function run({ producer, consumers }: Pair, count: number): Promise<number> {
  for (const consumer of consumers) await consumer.ask({ kind: "expect", count: count + 1 });
  const startedAt = nowMicros();
  const sending = producer.ask({ kind: "send", count, inFlight: inFlight.berrys });
  while (sum(await handledBy({ consumers })) < count) await pause(5);
  const endedAt = nowMicros();
  await sending;
  return (count * 1e6) / (endedAt - startedAt);
}

async function handledBy({ consumers }: Pick<Pair, "consumers">): Promise<readonly number[]> {
  const usages = await Promise.all(consumers.map((consumer) => consumer.ask({ kind: "usage" })));
  return usages.map(({ handled }) => handled);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
