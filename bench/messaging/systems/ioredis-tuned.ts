import { Redis } from "ioredis";
import type { TaskCreated, TaskCreatedData } from "../contract/generated/events/task.ts";
import type { System } from "../system.ts";
import { taskEnvelope } from "../task.ts";
import { packageVersion } from "./package-version.ts";
import { createGroup, group, readGroup, stream } from "./streams.ts";

/** Messages of one pipeline. */
const pipelined = 100;

/** Streams by somebody who knows them: pipelines of XADD, XREADGROUP COUNT 500, one XACK a batch on its own connection; no promises kept. */
export const ioredisTuned: System = {
  version: packageVersion("ioredis"),
  producer: async ({ url }) => {
    const redis = new Redis(url, { protocol: 2 });
    const sendBatch = async (batch: readonly TaskCreatedData[]): Promise<void> => {
      const pipeline = redis.pipeline();
      for (const data of batch)
        pipeline.xadd(stream, "*", "body", JSON.stringify(taskEnvelope(data)));
      await pipeline.exec();
    };
    const sender = async (next: () => TaskCreatedData | null): Promise<void> => {
      for (;;) {
        const batch: TaskCreatedData[] = [];
        while (batch.length < pipelined) {
          const data = next();
          if (data === null) break;
          batch.push(data);
        }
        if (batch.length === 0) return;
        await sendBatch(batch);
      }
    };
    return {
      send: async (next, inFlight) => {
        const senders = Math.max(1, Math.round(inFlight / pipelined));
        await Promise.all(Array.from({ length: senders }, () => sender(next)));
      },
      sendOne: (data) => sendBatch([data]),
      close: async () => redis.disconnect(),
    };
  },
  consumer: async ({ url, handled }) => {
    const reading = new Redis(url, { protocol: 2 });
    const settling = new Redis(url, { protocol: 2 });
    await createGroup(settling);
    let stopping = false;
    let settled: Promise<unknown> = Promise.resolve();
    const loop = async (): Promise<void> => {
      while (!stopping) {
        const entries = await readGroup(reading, String(process.pid), 500);
        if (entries.length === 0) continue;
        for (const [, fields] of entries) {
          const { data } = JSON.parse(fields[1] ?? "") as TaskCreated;
          handled(data);
        }
        settled = settling.xack(stream, group, ...entries.map(([id]) => id));
      }
    };
    const running = loop();
    return {
      stop: async () => {
        stopping = true;
        await running;
        await settled;
        reading.disconnect();
        settling.disconnect();
      },
    };
  },
};
