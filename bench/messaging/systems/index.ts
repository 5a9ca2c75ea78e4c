import type { System } from "../system.ts";

/** Every system by its name in rows; loaded by the process that needs it. */
export const systems = {
  berrys: async () => (await import("./berrys.ts")).berrys,
  bullmq: async () => (await import("./bullmq.ts")).bullmq,
  "moleculer-channels": async () => (await import("./moleculer-channels.ts")).moleculerChannels,
  "bee-queue": async () => (await import("./bee-queue.ts")).beeQueue,
  ioredis: async () => (await import("./ioredis.ts")).ioredis,
  "ioredis-tuned": async () => (await import("./ioredis-tuned.ts")).ioredisTuned,
  "nats-jetstream": async () => (await import("./nats-jetstream.ts")).natsJetstream,
} as const satisfies Readonly<Record<string, () => Promise<System>>>;

export type SystemName = keyof typeof systems;
