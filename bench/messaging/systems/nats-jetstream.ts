import { AckPolicy, jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import type { TaskCreated } from "../contract/generated/events/task.ts";
import { type System, sendEach } from "../system.ts";
import { taskEnvelope } from "../task.ts";
import { packageVersion } from "./package-version.ts";

const stream = "bench";
const subject = "bench.task";
const durable = "agent-orchestrator";

/** Not Redis, for reference: a stream on disk, confirmed publishes, one acknowledgement a message. */
export const natsJetstream: System = {
  version: packageVersion("@nats-io/jetstream"),
  producer: async ({ url }) => {
    const connection = await connect({ servers: url });
    const manager = await jetstreamManager(connection);
    await manager.streams.add({ name: stream, subjects: [subject] });
    const client = jetstream(connection);
    return sendEach(
      (data) => {
        const envelope = taskEnvelope(data);
        return client.publish(subject, JSON.stringify(envelope), { msgID: envelope.id });
      },
      () => connection.close(),
    );
  },
  consumer: async ({ url, handled }) => {
    const connection = await connect({ servers: url });
    const manager = await jetstreamManager(connection);
    await manager.streams.add({ name: stream, subjects: [subject] });
    await manager.consumers.add(stream, {
      durable_name: durable,
      ack_policy: AckPolicy.Explicit,
      max_ack_pending: 10_000,
    });
    const consumer = await jetstream(connection).consumers.get(stream, durable);
    const messages = await consumer.consume({
      max_messages: 1000,
      callback: (message) => {
        handled(message.json<TaskCreated>().data);
        message.ack();
      },
    });
    return {
      stop: async () => {
        await messages.close();
        await connection.drain();
      },
    };
  },
};
