import { createCorrelationEntry, type runWithCorrelation } from "../correlation.ts";
import type { FollowDefinition, MessageDefinition } from "../definitions.ts";
import type { Envelope } from "../envelope.ts";
import { BerrysError } from "../errors.ts";
import { defaultConcurrency } from "../transports/lanes.ts";
import type {
  Delivery,
  Outcome,
  ReplyChannel,
  SubscribeOptions,
  Subscription,
  Transport,
} from "../transports/transport.ts";
import { violationsOf } from "../violation.ts";
import type { Batcher } from "./batch.ts";
import { type Cancellations, createCancellations } from "./cancellation.ts";
import { correlationOf } from "./cause.ts";
import { Undecryptable } from "./jwe.ts";
import type { KeyRing } from "./key-ring.ts";
import { maskViolations } from "./mask.ts";
import { parseEnvelope } from "./parse-envelope.ts";
import { createReply, type ReplyContent } from "./reply.ts";
import { outcomeOfError } from "./retry.ts";
import { openEnvelope } from "./seal.ts";
import { type Taken, takenBy } from "./taken.ts";
import { describeViolations, toCurrentVersion, type Upcasters } from "./versions.ts";

/** What a handler gets beside the envelope. */
export interface DeliveryScope {
  readonly definition: MessageDefinition;
  /** Deliveries so far, this one included. */
  readonly attempt: number;
  /** Aborted when this process may no longer write on behalf of the message. */
  readonly signal: AbortSignal;
}

/** What a handler resolves with where a command's reply cannot be given and nobody waits for it. */
export const noReply: unique symbol = Symbol("noReply");

/** Handles a valid message; resolves with the reply of a command that has one, or with {@link noReply}. */
export type DeliveryHandler = (envelope: Envelope, scope: DeliveryScope) => Promise<unknown>;

/** Handles many valid messages, each of another key; a rejection leaves none of them done. */
export type BatchDeliveryHandler = (
  envelopes: readonly Envelope[],
  scope: { readonly signal: AbortSignal },
) => Promise<unknown>;

/** One delivery and how it ended: what logs, metrics and the journal are made of. */
export interface Handled {
  readonly delivery: Delivery;
  /** As it travelled, so that what is encrypted stays so; null where the body is no envelope. */
  readonly envelope: Envelope | null;
  readonly outcome: Outcome;
  /**
   * `invalid`: it cannot be read, and the outcome says why; `ignored`: a type this service does not take; `expired`: its
   * `ttl` had passed; `canceled`: its caller has called it off.
   */
  readonly result: "handled" | "failed" | "invalid" | "ignored" | "expired" | "canceled";
  /** What the handler threw; null: nothing. */
  readonly error: unknown;
  readonly durationMs: number;
}

export interface ConsumerOptions {
  readonly transport: Transport;
  /** Where replies to commands go out; needed only where a command has one. */
  readonly replies?: ReplyChannel;
  /** Service id: the consumer group, and the source of replies. */
  readonly service: string;
  readonly follow: FollowDefinition;
  /** Handler by its name in the definition. */
  readonly handlers: Readonly<Record<string, DeliveryHandler>>;
  /** Handler by its name in the definition, of messages that come in batches. */
  readonly batchHandlers?: Readonly<Record<string, BatchDeliveryHandler>>;
  /** Upcasters of messages with older versions, by their name in the definition. */
  readonly upcasters?: Readonly<Record<string, Upcasters>>;
  /** Decrypt what arrives, and encrypt replies; null or absent: what is encrypted cannot be read. */
  readonly keys?: KeyRing | null;
  readonly concurrency?: number;
  /** Told about every delivery; must not throw. */
  readonly onHandled?: (handled: Handled) => void;
  /** Told about a reply that could not be sent; the message itself is settled. */
  readonly onReplyLost?: (request: Envelope, error: unknown) => void;
}

/** Turns one `receive` operation into a running subscription. */
export async function createConsumer(options: ConsumerOptions): Promise<Subscription> {
  const { follow, transport, service } = options;
  const enter = createCorrelationEntry();
  const { types, batchers } = takenBy(options, enter);
  const answers = follow.messages.some(({ message }) => message.checkReply !== null);
  const cancellations = createCancellations(answers ? options.replies : undefined);
  const consumer = { options, types, cancellations, enter };
  const subscription = await transport.subscribe({
    kind: follow.kind,
    channel: follow.channel,
    partitions: follow.partitions,
    group: service,
    attempts: Math.min(...follow.messages.map(({ message }) => message.retry.attempts)),
    ...concurrencyOf(options),
    ...(follow.retentionMs === undefined ? null : { retentionMs: follow.retentionMs }),
    handle: (delivery, signal) => take(consumer, delivery, signal),
  });
  return {
    ...subscription,
    stop: (graceMs) => {
      for (const batcher of batchers) batcher.close();
      return subscription.stop(graceMs);
    },
  };
}

/** A batch can only be as large as what a partition hands out at the same time. */
function concurrencyOf({
  concurrency,
  follow,
}: ConsumerOptions): Pick<SubscribeOptions, "concurrency"> {
  const sizes = follow.messages.map(({ batch }) => batch?.size ?? 0);
  return { concurrency: Math.max(concurrency ?? defaultConcurrency, ...sizes) };
}

interface Consumer {
  readonly options: ConsumerOptions;
  readonly types: ReadonlyMap<string, Taken>;
  readonly cancellations: Cancellations;
  readonly enter: typeof runWithCorrelation;
}

type Step = Omit<Handled, "delivery" | "durationMs">;

const done: Outcome = { kind: "done" };

function take(consumer: Consumer, delivery: Delivery, signal: AbortSignal): Promise<Outcome> {
  const { onHandled } = consumer.options;
  const started = onHandled === undefined ? 0 : performance.now();
  const end = ({ envelope, outcome, result, error }: Step): Outcome => {
    if (onHandled !== undefined) {
      const durationMs = performance.now() - started;
      onHandled({ delivery, envelope, outcome, result, error, durationMs });
    }
    return outcome;
  };
  try {
    const step = prepare(consumer, delivery);
    if ("taken" in step) {
      const { handle } = step.taken;
      return handle.kind === "single"
        ? run(consumer, handle.handler, step, delivery, signal, end)
        : runBatched(handle.batcher, step, delivery, signal).then(end);
    }
    if (step.result === "invalid") return tellUnreadable(consumer, step).then(end);
    return Promise.resolve(end(step));
  } catch (error) {
    // A bug in a validator; callers count on a promise.
    return Promise.reject(error);
  }
}

/** A message that its handler can have. */
interface Ready {
  readonly taken: Taken;
  /** As it travelled. */
  readonly received: Envelope;
  /** Readable for the handler. */
  readonly envelope: Envelope;
}

function prepare(consumer: Consumer, delivery: Delivery): Ready | Step {
  const parsed = parseEnvelope(delivery.body);
  if (parsed.kind === "invalid") {
    return unreadable(null, "invalid", describeViolations(parsed.violations), null);
  }
  const { envelope } = parsed;
  const taken = consumer.types.get(envelope.type);
  if (taken === undefined) return { envelope, outcome: done, result: "ignored", error: null };
  if (hasExpired(envelope)) return { envelope, outcome: done, result: "expired", error: null };
  const readable = read(envelope, taken, consumer.options.keys ?? null);
  if (readable.kind === "unreadable") return readable.step;
  if (delivery.attempt > taken.definition.retry.attempts) {
    return crashed(envelope, taken.definition, delivery.attempt);
  }
  return { taken, received: envelope, envelope: readable.envelope };
}

type Readable =
  | { readonly kind: "readable"; readonly envelope: Envelope }
  | { readonly kind: "unreadable"; readonly step: Step };

/** The envelope as the handler gets it: decrypted, checked, in the current version. */
function read(
  envelope: Envelope,
  { definition, upcasters }: Taken,
  keys: KeyRing | null,
): Readable {
  try {
    const opened = openEnvelope(envelope, keys);
    const versioned = toCurrentVersion(definition, upcasters, opened);
    if (versioned.kind === "current") return { kind: "readable", envelope: versioned.envelope };
    const { reason, error } = versioned;
    return { kind: "unreadable", step: unreadable(envelope, reason, error, definition) };
  } catch (error) {
    if (!(error instanceof Undecryptable)) throw error;
    const step = unreadable(envelope, "undecryptable", error.message, definition);
    return { kind: "unreadable", step };
  }
}

async function run(
  { options, cancellations, enter }: Consumer,
  handler: DeliveryHandler,
  { taken: { definition }, received, envelope }: Ready,
  delivery: Delivery,
  outer: AbortSignal,
  end: (step: Step) => Outcome,
): Promise<Outcome> {
  const { attempt } = delivery;
  // Nobody waits for anything else, so nobody can call it off.
  const tracked = definition.checkReply === null ? null : cancellations.track(envelope, outer);
  const signal = tracked?.signal ?? outer;
  let step: Step;
  try {
    const data = await enter(correlationOf(envelope), () =>
      handler(envelope, { definition, attempt, signal }),
    );
    if (definition.checkReply !== null && data !== noReply) {
      checkReply(definition, data);
      await answer(options, definition, envelope, { kind: "data", data });
    }
    step = { envelope: received, outcome: done, result: "handled", error: null };
  } catch (error) {
    const canceled = tracked?.isCanceled() === true;
    const [outcome, result] = canceled
      ? ([done, "canceled"] as const)
      : ([await failedOutcome(options, definition, envelope, attempt, error), "failed"] as const);
    step = { envelope: received, outcome, result, error };
  }
  tracked?.end();
  return end(step);
}

/** Handles a message together with others. One that failed before is handled alone, so that it cannot fail them. */
async function runBatched(
  batcher: Batcher,
  { taken: { definition }, received, envelope }: Ready,
  { attempt }: Delivery,
  signal: AbortSignal,
): Promise<Step> {
  try {
    await batcher.handle(envelope, signal, attempt > 1);
    return { envelope: received, outcome: done, result: "handled", error: null };
  } catch (error) {
    const outcome = outcomeOfError(definition, attempt, error);
    return { envelope: received, outcome, result: "failed", error };
  }
}

/** What becomes of a message whose handler threw; a caller that waits is told. */
async function failedOutcome(
  options: ConsumerOptions,
  definition: MessageDefinition,
  envelope: Envelope,
  attempt: number,
  error: unknown,
): Promise<Outcome> {
  const outcome = outcomeOfError(definition, attempt, error);
  if (outcome.kind === "retry" || definition.checkReply === null) return outcome;
  const told = await answer(options, definition, envelope, { kind: "error", error });
  // A refusal that its caller has been told is settled; it is no operator's business.
  return told && outcome.kind === "dead" && outcome.reason === "rejected" ? done : outcome;
}

function hasExpired({ timestamp, metadata }: Envelope): boolean {
  return metadata?.ttl !== undefined && Date.now() > Date.parse(timestamp) + metadata.ttl;
}

/** A message that can never be handled as it is; its group's dead-letter queue gets it byte for byte. */
function unreadable(
  envelope: Envelope | null,
  reason: string,
  error: string,
  definition: MessageDefinition | null,
): Step {
  const haltKey = definition?.deadLetter === "halt-key";
  return {
    envelope,
    outcome: { kind: "dead", reason, error, haltKey },
    result: "invalid",
    error: null,
  };
}

/** A caller need not wait for the reply to a request that cannot be read; what is wrong stays with the dead letter. */
async function tellUnreadable({ options, types }: Consumer, step: Step): Promise<Step> {
  const { envelope, outcome } = step;
  const definition = types.get(envelope?.type ?? "")?.definition;
  if (envelope !== null && definition?.checkReply != null && outcome.kind === "dead") {
    const text = `The receiver cannot read \`${definition.type}\` (${outcome.reason})`;
    const error = new BerrysError("invalid_argument", text);
    await answer(options, definition, envelope, { kind: "error", error });
  }
  return step;
}

/** Nothing else leaves a message unsettled past its last attempt. */
function crashed(envelope: Envelope, definition: MessageDefinition, attempt: number): Step {
  const outcome: Outcome = {
    kind: "dead",
    reason: "crashed",
    error: `Its process ended or lost the partition ${attempt - 1} times while handling it`,
    haltKey: definition.deadLetter === "halt-key",
    uncounted: true,
  };
  return { envelope, outcome, result: "failed", error: null };
}

function checkReply(definition: MessageDefinition, data: unknown): void {
  const { checkReply: check, type, sensitiveReply = [] } = definition;
  const found = check === null ? [] : violationsOf(check, data);
  if (found.length === 0) return;
  const violations = maskViolations(found, sensitiveReply);
  const first = violations[0];
  throw new BerrysError(
    "data_loss",
    `The reply to \`${type}\` breaks its contract: \`${first?.pointer ?? ""}\` is ${first?.got ?? "wrong"}, expected ${first?.expected ?? "something else"}`,
    { details: { violations } },
  );
}

/** Sends a reply if one is wanted; false: nobody was told. A caller that is gone must not fail the message. */
async function answer(
  options: ConsumerOptions,
  definition: MessageDefinition,
  request: Envelope,
  content: ReplyContent,
): Promise<boolean> {
  const address = request.metadata?.reply_to;
  const { replies, service, keys = null } = options;
  if (address === undefined || replies === undefined) return false;
  const sensitive = definition.sensitiveReply ?? [];
  try {
    await replies.send(
      address,
      createReply(request, content, { source: service, sensitive, keys }),
    );
    return true;
  } catch (error) {
    options.onReplyLost?.(request, error);
    return false;
  }
}
