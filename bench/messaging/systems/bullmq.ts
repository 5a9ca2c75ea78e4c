import { Queue, Worker } from "bullmq";
import type { TaskCreated } from "../contract/generated/events/task.ts";
import { type System, sendEach } from "../system.ts";
import { taskEnvelope } from "../task.ts";
import { packageVersion } from "./package-version.ts";

const name = "bench-task";

/** One job a message; retries as in our contract, and done jobs are removed. */
export const bullmq: System = {
  version: packageVersion("bullmq"),
  producer: async ({ url }) => {
    const queue = new Queue<TaskCreated>(name, {
      connection: { url },
      skipMetasUpdate: true,
      defaultJobOptions: {
        attempts: 10,
        backoff: { type: "exponential", delay: 200, jitter: 1 },
        removeOnComplete: true,
        removeOnFail: 1000,
      },
    });
    await queue.waitUntilReady();
    return sendEach(
      (data) => queue.add("task.created", taskEnvelope(data)),
      () => queue.close(),
    );
  },
  consumer: async ({ url, handled }) => {
    const worker = new Worker<TaskCreated>(
      name,
      async ({ data }) => {
        handled(data.data);
      },
      { connection: { url }, concurrency: 100 },
    );
    await worker.waitUntilReady();
    return { stop: () => worker.close() };
  },
};
