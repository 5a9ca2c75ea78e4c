import { Middleware } from "@moleculer/channels";
import { ServiceBroker } from "moleculer";
import type { TaskCreated } from "../contract/generated/events/task.ts";
import { type System, sendEach } from "../system.ts";
import { taskEnvelope } from "../task.ts";
import { packageVersion } from "./package-version.ts";

const channel = "bench.task";

/** What the middleware adds to a broker. */
interface ChannelBroker {
  sendToChannel(channel: string, payload: TaskCreated): Promise<void>;
}

/** One stream entry a message; ten attempts and dead letters on, as in our contract. */
export const moleculerChannels: System = {
  version: `${packageVersion("@moleculer/channels")}, ${packageVersion("moleculer")}`,
  producer: async ({ url }) => {
    const broker = createBroker(url);
    await broker.start();
    const { sendToChannel } = broker as unknown as ChannelBroker;
    return sendEach(
      (data) => sendToChannel.call(broker, channel, taskEnvelope(data)),
      () => broker.stop(),
    );
  },
  consumer: async ({ url, handled }) => {
    const broker = createBroker(url);
    broker.createService({
      name: "agent-orchestrator",
      channels: {
        [channel]: {
          group: "agent-orchestrator",
          redis: { startID: "0" },
          handler: async ({ data }: TaskCreated) => {
            handled(data);
          },
        },
      },
    });
    await broker.start();
    return { stop: () => broker.stop() };
  },
};

function createBroker(url: string): ServiceBroker {
  const options = {
    redis: { url },
    maxInFlight: 1000,
    maxRetries: 10,
    deadLettering: { enabled: true, queueName: "dead" },
  };
  // Its types ask for every setting of every adapter.
  const settings = { adapter: { type: "Redis", options } };
  return new ServiceBroker({
    logger: false,
    middlewares: [Middleware(settings as never) as never],
  });
}
