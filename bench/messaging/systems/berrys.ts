import { createConsumer } from "../../../runtime/src/messages/consumer.ts";
import { createPublisher } from "../../../runtime/src/messages/publisher.ts";
import { createRedisTransport } from "../../../runtime/src/transports/redis.ts";
import { type TaskCreatedData, taskCreated } from "../contract/generated/events/task.ts";
import { agentOrchestrator } from "../contract/generated/services/agent-orchestrator.ts";
import { type System, sendEach } from "../system.ts";

/** What users import: the emitted definition, a publisher, a consumer, the Redis transport; every guarantee on. */
export const berrys: System = {
  version: "this repository",
  producer: async ({ url }) => {
    const transport = createRedisTransport({ url });
    const publish = createPublisher(taskCreated, {
      source: "planning-system",
      deliver: transport.publish,
    });
    return sendEach(publish, () => transport.close());
  },
  consumer: async ({ url, handled }) => {
    const transport = createRedisTransport({ url });
    const [follow] = agentOrchestrator.follows;
    if (follow === undefined) throw new Error("The contract of the benchmark has no follower");
    await createConsumer({
      transport,
      service: agentOrchestrator.id,
      follow,
      handlers: {
        taskEvents: async ({ data }) => handled(data as TaskCreatedData),
      },
    });
    return { stop: () => transport.close() };
  },
};
