import type { SystemName } from "./systems/index.ts";

/** Messages that wait for their confirmation at the same time: what suits a system best, and 64 for plain ioredis. */
export const inFlight: Readonly<Record<SystemName, number>> = {
  berrys: 1000,
  bullmq: 1000,
  "moleculer-channels": 1000,
  "bee-queue": 1000,
  ioredis: 64,
  "ioredis-tuned": 1000,
  "nats-jetstream": 1000,
};
