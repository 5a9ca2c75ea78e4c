import { setTimeout as pause } from "node:timers/promises";
import type { Measurement } from "../context.ts";
import { openPair } from "../pair.ts";

/** Until leases are taken and the first waits have begun. */
const settleMs = 3000;

/** CPU of a service that follows 40 partitions of which none has messages, and what it costs the server. */
export const idle: Measurement = async (context) => {
  context.progress("berrys, idle with 40 partitions");
  const { servers, seconds } = context;
  const settings = { channels: 5 };
  const pair = await openPair({ system: "berrys", server: servers.redis, settings });
  try {
    const [consumer] = pair.consumers;
    if (consumer === undefined) return;
    await pause(settleMs);
    const [before, serverBefore] = [
      await consumer.ask({ kind: "usage" }),
      await servers.redis.cpuMicros(),
    ];
    await pause(Math.max(2, seconds * 4) * 1000);
    const after = await consumer.ask({ kind: "usage" });
    const serverAfter = await servers.redis.cpuMicros();
    const percentOf = (micros: number): number => (100 * micros) / (after.at - before.at);
    const value = percentOf(after.cpuMicros - before.cpuMicros);
    context.record({ system: "berrys", metric: "idle_cpu_40_partitions", value, unit: "%" });
    context.record({
      system: "berrys",
      metric: "idle_cpu_40_partitions_server",
      value: percentOf(serverAfter - serverBefore),
      unit: "%",
    });
  } finally {
    await pair.close();
  }
};
