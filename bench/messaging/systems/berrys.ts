import { randomUUID } from "node:crypto";
import { runWithCorrelation } from "../../../runtime/src/correlation.ts";
import { recordOfHandled, recordOfPublished } from "../../../runtime/src/host/journal-records.ts";
import {
  createJournal,
  type Journal,
  type Journaled,
} from "../../../runtime/src/journal/journal.ts";
import { createConsumer, type Handled } from "../../../runtime/src/messages/consumer.ts";
import { createPublisher } from "../../../runtime/src/messages/publisher.ts";
import { createRedisTransport } from "../../../runtime/src/transports/redis.ts";
import type { Transport } from "../../../runtime/src/transports/transport.ts";
import type { TaskCreatedData } from "../contract/generated/events/task.ts";
import { agentOrchestrator } from "../contract/generated/services/agent-orchestrator.ts";
import {
  type ConsumerSystemOptions,
  type Settings,
  type System,
  type SystemOptions,
  sendEach,
} from "../system.ts";
import { subscribeBare } from "./berrys-bare.ts";
import { definitionFor, keysFor } from "./berrys-settings.ts";

/** What users import: the emitted definition, a publisher, a consumer, the Redis transport; every guarantee on. */
export const berrys: System = {
  version: "this repository",
  producer: async (options) => {
    const { settings } = options;
    const transport = connect(options);
    const journal = createJournal(transport.journal, { maxBytes: journalBytes });
    const publish = createPublisher(definitionFor(settings), {
      source: "planning-system",
      deliver: transport.publish,
      keys: keysFor(settings),
      ...(settings.journal === true
        ? {
            onDelivered: (envelope, definition) =>
              journal.add(recordOfPublished("published", "planning-system", envelope, definition)),
          }
        : null),
    });
    const complete = completion(settings);
    const send = (data: TaskCreatedData): Promise<unknown> =>
      settings.ownIds === true
        ? publish(complete(data), { id: randomUUID() })
        : publish(complete(data));
    const traced = (data: TaskCreatedData): Promise<unknown> =>
      runWithCorrelation(trace, () => send(data));
    return sendEach(settings.tracing === true ? traced : send, async () => {
      await journal.close();
      await transport.close();
    });
  },
  consumer: async (options) => {
    const transport = connect(options);
    const { settings } = options;
    const journal = createJournal(transport.journal, { maxBytes: journalBytes });
    // A channel beside the first stays empty: it only makes partitions.
    for (let index = 0; index < Number(settings.channels ?? 1); index++)
      await follow(transport, journal, index === 0 ? "task" : `task${index}`, options);
    return {
      stop: async () => {
        await journal.close();
        await transport.close();
      },
    };
  },
};

/** Makes bodies as large as a measurement wants them. */
function completion({ bodyBytes }: Settings): (data: TaskCreatedData) => TaskCreatedData {
  if (bodyBytes === undefined) return (data) => data;
  const description = prose(Number(bodyBytes));
  return (data) => ({ ...data, description });
}

/** Text that compresses about as well as people's. */
function prose(length: number): string {
  const words = Array.from({ length: length / 6 }, (_, index) => `w${(index * 2654435761) % 4001}`);
  return words.join(" ").slice(0, length);
}

/** A publisher that serves a traced request. */
const trace = {
  correlationId: randomUUID(),
  causationId: randomUUID(),
  principal: null,
  traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
};

/** What a service keeps unless it is told otherwise. */
const journalBytes = 64 * 1024 * 1024;

function connect({ url, settings }: SystemOptions): Transport & Journaled {
  const { leaseMs, kept, compression } = settings;
  return createRedisTransport({
    url,
    ...(leaseMs === undefined ? null : { leaseMs: Number(leaseMs) }),
    ...(kept === undefined ? null : { retention: { ageMs: 86_400_000, messages: Number(kept) } }),
    ...(compression === false ? { compression: { encoding: null, minBytes: 0 } } : null),
  });
}

async function follow(
  transport: Transport,
  journal: Journal,
  channel: string,
  options: ConsumerSystemOptions,
) {
  const { settings, handled } = options;
  const message = definitionFor(settings);
  if (isBare(settings)) {
    await subscribeBare({ transport, message, handled, settings });
    return;
  }
  const metrics = createMetrics();
  await createConsumer({
    transport,
    service: agentOrchestrator.id,
    follow: {
      channel,
      kind: "event",
      partitions: message.partitions,
      handler: null,
      messages: [{ handler: "taskCreated", message }],
    },
    handlers: { taskCreated: async ({ data }) => handled(data as TaskCreatedData) },
    keys: keysFor(settings),
    onHandled:
      settings.journal === true
        ? (one) => {
            metrics.onHandled(one);
            journal.add(recordOfHandled(agentOrchestrator.id, "event", one));
          }
        : metrics.onHandled,
  });
}

/** Some guarantee is off, so that the consumer is put together by hand. */
function isBare({ validation, retry, tracing }: Settings): boolean {
  return validation === false || retry === false || tracing === false;
}

/** What a service counts: results, and how long handlers took. */
function createMetrics() {
  const results = new Map<Handled["result"], number>();
  const buckets = new Uint32Array(32);
  return {
    onHandled: ({ result, durationMs }: Handled): void => {
      results.set(result, (results.get(result) ?? 0) + 1);
      const bucket = Math.min(31, Math.max(0, Math.ceil(Math.log2(durationMs * 1000 + 1))));
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    },
  };
}
