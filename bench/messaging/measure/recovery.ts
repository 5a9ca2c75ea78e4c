import { setTimeout as pause } from "node:timers/promises";
import type { Measurement } from "../context.ts";
import { openPair } from "../pair.ts";

const perSecond = 500;
/** Longer than a lease, so that every partition of the dead process has changed hands before the load ends. */
const loadMs = 16_000;
const joinedMs = 6000;

/**
 * Two consumers share a group under load; one is killed. How long the messages of its partitions wait for the other,
 * with the lease that a service has by default.
 */
export const recovery: Measurement = async (context) => {
  context.progress("berrys, recovery after a SIGKILL");
  const pair = await openPair({ system: "berrys", server: context.servers.redis, consumers: 2 });
  try {
    const [victim, survivor] = pair.consumers;
    if (victim === undefined || survivor === undefined) return;
    await pause(joinedMs);
    const count = (perSecond * loadMs) / 1000;
    await survivor.ask({ kind: "expect", count: count + 1 });
    await victim.ask({ kind: "expect", count: count + 1 });
    const sending = pair.producer.ask({ kind: "send-at-rate", count, perSecond });
    await pause(1000);
    await victim.kill();
    await sending;
    await pause(500);
    const { longestMicros } = await survivor.ask({ kind: "usage" });
    context.record({
      system: "berrys",
      metric: "recovery_after_kill",
      value: longestMicros / 1000,
      unit: "ms",
    });
  } finally {
    await pair.close();
  }
};
