import type { Ratios } from "../benchmark.ts";
import { ratioOf, type Samples } from "./samples.ts";

type Measured = readonly [system: string, metric: string];

/** Berrys by the other. Bigger is better, but for latency and overhead. */
const compared: Readonly<Record<string, readonly [own: Measured, other: Measured]>> = {
  e2e_vs_bullmq: [
    ["berrys", "e2e"],
    ["bullmq", "e2e"],
  ],
  e2e_packed_vs_bullmq: [
    ["berrys", "e2e_packed"],
    ["bullmq", "e2e"],
  ],
  e2e_vs_moleculer_channels: [
    ["berrys", "e2e"],
    ["moleculer-channels", "e2e"],
  ],
  e2e_vs_bee_queue: [
    ["berrys", "e2e"],
    ["bee-queue", "e2e"],
  ],
  e2e_vs_ioredis: [
    ["berrys", "e2e"],
    ["ioredis", "e2e"],
  ],
  e2e_vs_tuned_ioredis: [
    ["berrys", "e2e"],
    ["ioredis-tuned", "e2e"],
  ],
  e2e_vs_nats_jetstream: [
    ["berrys", "e2e"],
    ["nats-jetstream", "e2e"],
  ],
  publish_vs_bullmq: [
    ["berrys", "publish"],
    ["bullmq", "publish"],
  ],
  consume_vs_bullmq: [
    ["berrys", "consume"],
    ["bullmq", "consume"],
  ],
  p99_vs_ioredis: [
    ["berrys", "latency_p99"],
    ["ioredis", "latency_p99"],
  ],
  aof_vs_none: [
    ["berrys", "e2e_aof"],
    ["berrys", "e2e"],
  ],
};

/** The ratios of a run, each round's values by each other; those of which a side was not measured are left out. */
export function ratiosOf(samples: Samples): Ratios {
  return Object.fromEntries(
    Object.entries(compared).flatMap(([name, [own, other]]) => {
      const ratio = ratioOf(samples, own, other);
      return ratio === null ? [] : [[name, ratio]];
    }),
  );
}
