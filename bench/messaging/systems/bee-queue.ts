import BeeQueue from "bee-queue";
import type { TaskCreated } from "../contract/generated/events/task.ts";
import { type System, sendEach } from "../system.ts";
import { taskEnvelope } from "../task.ts";
import { packageVersion } from "./package-version.ts";

const name = "bench-task";
/** What its documentation advises where nobody follows single jobs. */
const lean = { getEvents: false, sendEvents: false, storeJobs: false, removeOnSuccess: true };

/** One job a message; ten attempts, and done jobs are removed. */
export const beeQueue: System = {
  version: packageVersion("bee-queue"),
  producer: async ({ url }) => {
    const queue = new BeeQueue<TaskCreated>(name, { ...lean, redis: { url }, isWorker: false });
    await queue.ready();
    return sendEach(
      (data) => queue.createJob(taskEnvelope(data)).retries(9).save(),
      () => queue.close(),
    );
  },
  consumer: async ({ url, handled }) => {
    const queue = new BeeQueue<TaskCreated>(name, { ...lean, redis: { url } });
    await queue.ready();
    queue.process(100, async ({ data }) => {
      handled(data.data);
    });
    return { stop: () => queue.close() };
  },
};
