import { Redis } from "ioredis";
import type { TaskCreated } from "../contract/generated/events/task.ts";
import { type System, sendEach } from "../system.ts";
import { taskEnvelope } from "../task.ts";
import { packageVersion } from "./package-version.ts";
import { createGroup, type Entry, group, readGroup, stream } from "./streams.ts";

/** Streams as people write them: one XADD a message, XREADGROUP COUNT 100, one XACK a message; no promises kept. */
export const ioredis: System = {
  version: packageVersion("ioredis"),
  producer: async ({ url }) => {
    const redis = new Redis(url);
    return sendEach(
      (data) => redis.xadd(stream, "*", "body", JSON.stringify(taskEnvelope(data))),
      async () => redis.disconnect(),
    );
  },
  consumer: async ({ url, handled }) => {
    const redis = new Redis(url);
    await createGroup(redis);
    let stopping = false;
    const settle = async ([id, fields]: Entry): Promise<void> => {
      const { data } = JSON.parse(fields[1] ?? "") as TaskCreated;
      handled(data);
      await redis.xack(stream, group, id);
    };
    const loop = async (): Promise<void> => {
      while (!stopping) {
        const entries = await readGroup(redis, String(process.pid), 100);
        await Promise.all(entries.map(settle));
      }
    };
    const running = loop();
    return {
      stop: async () => {
        stopping = true;
        await running;
        redis.disconnect();
      },
    };
  },
};
