import { BerrysError } from "../../errors.ts";
import { keyOf, partitionOf } from "../partition.ts";
import type { OutgoingMessage } from "../transport.ts";
import type { Confirmations } from "./confirmations.ts";
import type { RedisArgument, RedisConnection, RedisScript } from "./connection.ts";
import { createDueWatch } from "./due-watch.ts";
import { type EncodedBody, encodeBody } from "./encoding.ts";
import { isPassing, pause, toBerrysError } from "./errors.ts";
import { type PublishKeys, publishKeys } from "./keys.ts";
import type { Settings } from "./options.ts";
import { isPackable, type PackedRecord, packsOf } from "./pack.ts";
import { publishPackedScript, publishScript, publishSpecialScript } from "./publish-script.ts";

/** A message and its body as it is stored. */
interface Packed {
  readonly message: OutgoingMessage;
  readonly body: EncodedBody;
}

/** How messages are stored: each in an entry, many in one, or with more to them than a body. */
type Form = "plain" | "packed" | "special";

interface Batch {
  readonly messages: Packed[];
  readonly form: Form;
  /** Characters of all bodies. */
  size: number;
  readonly confirmed: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: BerrysError) => void;
  readonly deadline: number;
}

/** Messages to one stream: one batch under way, so that a resend cannot overtake or be overtaken. */
interface Outbound {
  readonly keys: PublishKeys;
  readonly batches: Batch[];
  busy: boolean;
  /** Batches sent. */
  number: number;
}

/** Messages in one script call. */
const maxBatch = 256;
/** Characters after which no more messages join a script call: a long one keeps everybody else waiting. */
const maxBatchSize = 1_000_000;
const retryMs = 50;
/** For so long the server remembers the number of a publisher's last batch; a batch is sent again for less. */
const numberMs = 3_600_000;

export interface RedisPublisher {
  publish(messages: readonly OutgoingMessage[]): Promise<void>;
  /** Resolves once nothing waits to be confirmed; delayed messages are left to others from then on. */
  end(): Promise<void>;
}

/**
 * Batches what is published in one tick, and whatever comes while a batch is under way. A batch whose confirmation
 * is lost is sent again; its number keeps it from having a second effect. `name` is unique among publishers.
 */
export function createRedisPublisher(
  connection: RedisConnection,
  settings: Settings,
  name: string,
  confirmations: Confirmations,
): RedisPublisher {
  const outbound = new Map<string, Outbound>();
  const dueWatch = createDueWatch(connection);
  let dirty: Outbound[] = [];
  let buffered = 0;
  /** Told when messages are confirmed or refused. */
  let settledListeners: (() => void)[] = [];

  const outboundOf = (message: OutgoingMessage): Outbound => {
    const { kind, channel, priority } = message;
    const partition = partitionOf(message);
    const urgent = priority === "high" || priority === "critical";
    const place = `${partition} ${urgent ? "!" : ""}${kind} ${channel}`;
    const known = outbound.get(place);
    if (known !== undefined) return known;
    const keys = publishKeys({ prefix: settings.prefix, kind, channel, partition }, name, urgent);
    const created: Outbound = { keys, batches: [], busy: false, number: 0 };
    outbound.set(place, created);
    // An earlier publisher may have left something.
    dueWatch.look(keys);
    return created;
  };

  const batchOf = (to: Outbound, form: Form): Batch => {
    const last = to.batches.at(-1);
    if (
      last !== undefined &&
      last.form === form &&
      last.messages.length < maxBatch &&
      last.size < maxBatchSize
    ) {
      return last;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const deadline = performance.now() + settings.publishTimeoutMs;
    const batch = { messages: [], form, size: 0, confirmed: promise, resolve, reject, deadline };
    to.batches.push(batch);
    return batch;
  };

  const flush = async (to: Outbound): Promise<void> => {
    for (let batch = to.batches.shift(); batch !== undefined; batch = to.batches.shift()) {
      const error = await sendBatch(connection, to, batch, settings, confirmations);
      buffered -= batch.messages.length;
      if (error === null) batch.resolve();
      else batch.reject(error);
      if (batch.form === "special" && error === null && batch.messages.some(isDelayed))
        dueWatch.look(to.keys);
      if (settledListeners.length === 0) continue;
      const listeners = settledListeners;
      settledListeners = [];
      for (const listener of listeners) listener();
    }
    to.busy = false;
  };
  const flushDirty = (): void => {
    const ready = dirty;
    dirty = [];
    for (const to of ready) void flush(to);
  };

  const add = (message: OutgoingMessage): Promise<void> => {
    const to = outboundOf(message);
    const body = encodeBody(message.body, settings.compression);
    const batch = batchOf(to, formOf(message, body));
    batch.messages.push({ message, body });
    batch.size += body.bytes.length;
    buffered++;
    if (!to.busy) {
      to.busy = true;
      if (dirty.length === 0) process.nextTick(flushDirty);
      dirty.push(to);
    }
    return batch.confirmed;
  };

  const addAll = (messages: readonly OutgoingMessage[]): Promise<void> => {
    const [only] = messages;
    if (messages.length === 1 && only !== undefined) return add(only);
    return Promise.all(new Set(messages.map(add))).then(() => undefined);
  };

  const settled = (): Promise<void> =>
    new Promise((resolve) => {
      settledListeners.push(resolve);
    });
  const waitForRoom = async (count: number): Promise<void> => {
    const deadline = performance.now() + settings.publishTimeoutMs;
    while (buffered > 0 && buffered + count > settings.maxBuffered) {
      const leftMs = deadline - performance.now();
      if (settings.overflow === "reject" || leftMs <= 0) {
        throw new BerrysError(
          "resource_exhausted",
          `${buffered} messages wait to be confirmed by Redis; publish again later`,
        );
      }
      await Promise.race([settled(), pause(leftMs)]);
    }
  };

  return {
    publish: (messages) =>
      buffered + messages.length > settings.maxBuffered
        ? waitForRoom(messages.length).then(() => addAll(messages))
        : addAll(messages),
    end: async () => {
      while (buffered > 0) await settled();
      dueWatch.close();
    },
  };
}

function formOf(message: OutgoingMessage, { encoding }: EncodedBody): Form {
  if (encoding !== null || isSpecial(message)) return "special";
  return message.packed === true && isPackable(recordOf(message)) ? "packed" : "plain";
}

function recordOf({ id, key, body }: OutgoingMessage): PackedRecord {
  return { id, key: key ?? "", body };
}

function isSpecial({ mayRepeat, deliverAt, priority }: OutgoingMessage): boolean {
  return (
    mayRepeat === true ||
    deliverAt !== undefined ||
    (priority !== undefined && priority !== "normal")
  );
}

function isDelayed({ message }: Packed): boolean {
  return message.deliverAt !== undefined;
}

/** Null once confirmed. */
async function sendBatch(
  connection: RedisConnection,
  to: Outbound,
  batch: Batch,
  settings: Settings,
  confirmations: Confirmations,
): Promise<BerrysError | null> {
  to.number++;
  const { keys } = to;
  const [script, scriptKeys, args] = callOf(to, batch, settings);
  for (;;) {
    try {
      await connection.ready(batch.deadline - performance.now());
      const before = Number(await connection.run(script, scriptKeys, args));
      confirmations.add({ keys, number: to.number, messages: batch.messages.length, before });
      return null;
    } catch (error) {
      if (!isPassing(error) || performance.now() + retryMs > batch.deadline) {
        return toBerrysError(error);
      }
      await pause(retryMs);
    }
  }
}

type ScriptCall = readonly [RedisScript, readonly string[], readonly RedisArgument[]];

function callOf({ keys, number }: Outbound, batch: Batch, settings: Settings): ScriptCall {
  const common = [number, numberMs, settings.retention.messages];
  if (batch.form === "special")
    return [publishSpecialScript, specialKeys(keys), specialArgs(common, batch, settings)];
  const plain = [keys.target, keys.sequence];
  // One alone is an entry as any other.
  if (batch.form === "plain" || batch.messages.length === 1)
    return [publishScript, plain, plainArgs(common, batch)];
  const packs = packsOf(batch.messages.map(({ message }) => recordOf(message)));
  return [publishPackedScript, plain, [...common, ...packs]];
}

function plainArgs(common: readonly number[], { messages }: Batch): readonly RedisArgument[] {
  const args: RedisArgument[] = [...common];
  for (const { message, body } of messages) args.push(message.id, message.key ?? "", body.bytes);
  return args;
}

function specialKeys({ target, sequence, delayed, seenA, seenB, seen }: PublishKeys): string[] {
  return [target, sequence, delayed.due, delayed.held, seenA, seenB, seen];
}

function specialArgs(
  common: readonly number[],
  { messages }: Batch,
  { dedupe }: Settings,
): readonly RedisArgument[] {
  const args: RedisArgument[] = [...common, dedupe.windowMs, dedupe.maxIds];
  for (const { message, body } of messages) {
    const { priority } = message;
    args.push(message.id, keyOf(message) ?? "", body.encoding ?? "body", body.bytes);
    args.push(priority === undefined || priority === "normal" ? "" : priority);
    args.push(message.deliverAt ?? "", message.mayRepeat ? "1" : "");
  }
  return args;
}
