import { BerrysError } from "../../errors.ts";
import { keyOf, partitionOf } from "../partition.ts";
import type { OutgoingMessage } from "../transport.ts";
import type { RedisConnection } from "./connection.ts";
import { isPassing, pause, toBerrysError } from "./errors.ts";
import { type PublishKeys, publishKeys } from "./keys.ts";
import type { Settings } from "./options.ts";
import { publishScript } from "./publish-script.ts";

interface Batch {
  readonly messages: OutgoingMessage[];
  /** Characters of all bodies. */
  size: number;
  readonly confirmed: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: BerrysError) => void;
  readonly deadline: number;
}

/** Messages of one partition: one batch under way, so that a resend cannot overtake or be overtaken. */
interface Outbound {
  readonly keys: PublishKeys;
  readonly batches: Batch[];
  busy: boolean;
}

/** Messages in one script call. */
const maxBatch = 256;
/** Characters after which no more messages join a script call: a long one keeps everybody else waiting. */
const maxBatchSize = 1_000_000;
const retryMs = 50;

export interface RedisPublisher {
  publish(messages: readonly OutgoingMessage[]): Promise<void>;
  /** Resolves once nothing waits to be confirmed. */
  flushed(): Promise<void>;
}

/**
 * Batches what is published in one tick, and whatever comes while a batch is under way. A batch whose confirmation
 * is lost is sent again; the ids keep it from having a second effect.
 */
export function createRedisPublisher(
  connection: RedisConnection,
  settings: Settings,
): RedisPublisher {
  const outbound = new Map<string, Outbound>();
  const dirty = new Set<Outbound>();
  const confirming = new Set<Promise<unknown>>();
  let buffered = 0;

  const outboundOf = (message: OutgoingMessage): Outbound => {
    const { kind, channel } = message;
    const partition = partitionOf(message);
    const name = `${kind} ${channel} ${partition}`;
    const known = outbound.get(name);
    if (known !== undefined) return known;
    const keys = publishKeys({ prefix: settings.prefix, kind, channel, partition });
    const created: Outbound = { keys, batches: [], busy: false };
    outbound.set(name, created);
    return created;
  };

  const batchOf = (to: Outbound): Batch => {
    const last = to.batches.at(-1);
    if (last !== undefined && last.messages.length < maxBatch && last.size < maxBatchSize) {
      return last;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const deadline = performance.now() + settings.publishTimeoutMs;
    const batch: Batch = { messages: [], size: 0, confirmed: promise, resolve, reject, deadline };
    to.batches.push(batch);
    return batch;
  };

  const flush = async (to: Outbound): Promise<void> => {
    if (to.busy) return;
    to.busy = true;
    for (let batch = to.batches.shift(); batch !== undefined; batch = to.batches.shift()) {
      const error = await sendBatch(connection, to.keys, batch, settings);
      buffered -= batch.messages.length;
      if (error === null) batch.resolve();
      else batch.reject(error);
    }
    to.busy = false;
  };

  return {
    publish: async (messages) => {
      if (buffered + messages.length > settings.maxBuffered) {
        throw new BerrysError(
          "resource_exhausted",
          `${buffered} messages wait to be confirmed by Redis; publish again later`,
        );
      }
      const batches = new Set<Batch>();
      for (const message of messages) {
        const to = outboundOf(message);
        const batch = batchOf(to);
        batch.messages.push(message);
        batch.size += message.body.length;
        batches.add(batch);
        if (to.busy) continue;
        if (dirty.size === 0) {
          process.nextTick(() => {
            const ready = [...dirty];
            dirty.clear();
            for (const one of ready) void flush(one);
          });
        }
        dirty.add(to);
      }
      buffered += messages.length;
      const confirmed = Promise.all([...batches].map((batch) => batch.confirmed));
      confirming.add(confirmed);
      try {
        await confirmed;
      } finally {
        confirming.delete(confirmed);
      }
    },
    flushed: async () => {
      while (confirming.size > 0) await Promise.allSettled(confirming);
    },
  };
}

/** Null once confirmed. */
async function sendBatch(
  connection: RedisConnection,
  keys: PublishKeys,
  batch: Batch,
  { dedupe, retention }: Settings,
): Promise<BerrysError | null> {
  const { stream, seenA, seenB, seen } = keys;
  const messages = batch.messages.flatMap((one) => [one.id, keyOf(one) ?? "", one.body]);
  const args = [dedupe.windowMs, dedupe.maxIds, retention.messages, ...messages];
  for (;;) {
    try {
      await connection.ready(batch.deadline - performance.now());
      await connection.run(publishScript, [stream, seenA, seenB, seen], args);
      return null;
    } catch (error) {
      if (!isPassing(error) || performance.now() + retryMs > batch.deadline) {
        return toBerrysError(error);
      }
      await pause(retryMs);
    }
  }
}
