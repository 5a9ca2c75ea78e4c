import { runWithCorrelation } from "../correlation.ts";
import type { FollowDefinition, MessageDefinition } from "../definitions.ts";
import type { Envelope } from "../envelope.ts";
import { BerrysError } from "../errors.ts";
import type {
  Delivery,
  Outcome,
  ReplyChannel,
  Subscription,
  Transport,
} from "../transports/transport.ts";
import { type Violation, violationsOf } from "../violation.ts";
import { parseEnvelope } from "./parse-envelope.ts";
import { createReply, type ReplyContent } from "./reply.ts";
import { outcomeOfError } from "./retry.ts";

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

/** One delivery and how it ended: what logs, metrics and the journal are made of. */
export interface Handled {
  readonly delivery: Delivery;
  /** Null where the body is no envelope. */
  readonly envelope: Envelope | null;
  readonly outcome: Outcome;
  /** `ignored`: a type this service does not take; `expired`: its `ttl` had passed. */
  readonly result: "handled" | "failed" | "invalid" | "ignored" | "expired";
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
  readonly concurrency?: number;
  /** Told about every delivery; must not throw. */
  readonly onHandled?: (handled: Handled) => void;
  /** Told about a reply that could not be sent; the message itself is settled. */
  readonly onReplyLost?: (request: Envelope, error: unknown) => void;
}

/** Turns one `receive` operation into a running subscription. */
export function createConsumer(options: ConsumerOptions): Promise<Subscription> {
  const { follow, transport, service } = options;
  const types = new Map(
    follow.messages.map(({ handler, message }) => [
      message.type,
      { definition: message, handler: handlerOf(options, follow.handler ?? handler) },
    ]),
  );
  return transport.subscribe({
    kind: follow.kind,
    channel: follow.channel,
    partitions: follow.partitions,
    group: service,
    ...(options.concurrency === undefined ? null : { concurrency: options.concurrency }),
    handle: async (delivery, signal) => {
      const started = performance.now();
      const step = await take(options, types, delivery, signal);
      const durationMs = performance.now() - started;
      options.onHandled?.({ delivery, durationMs, ...step });
      return step.outcome;
    },
  });
}

type Types = ReadonlyMap<
  string,
  { readonly definition: MessageDefinition; readonly handler: DeliveryHandler }
>;
type Step = Omit<Handled, "delivery" | "durationMs">;

const done: Outcome = { kind: "done" };

async function take(
  options: ConsumerOptions,
  types: Types,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<Step> {
  const parsed = parseEnvelope(delivery.body);
  if (parsed.kind === "invalid") return invalid(null, parsed.violations, false);
  const { envelope } = parsed;
  const taken = types.get(envelope.type);
  if (taken === undefined) return { envelope, outcome: done, result: "ignored", error: null };
  if (hasExpired(envelope)) return { envelope, outcome: done, result: "expired", error: null };
  const { definition, handler } = taken;
  const violations = violationsOf(definition.check, envelope.data);
  if (violations.length > 0) {
    return invalid(envelope, violations, definition.deadLetter === "halt-key");
  }
  const { attempt } = delivery;
  if (attempt > definition.retry.attempts) {
    return crashed(envelope, definition, attempt);
  }
  try {
    const data = await runWithCorrelation(correlationOf(envelope), () =>
      handler(envelope, { definition, attempt, signal }),
    );
    if (definition.checkReply !== null && data !== noReply) {
      checkReply(definition, data);
      await answer(options, envelope, { kind: "data", data });
    }
    return { envelope, outcome: done, result: "handled", error: null };
  } catch (error) {
    const outcome = outcomeOfError(definition, attempt, error);
    if (outcome.kind === "retry" || definition.checkReply === null) {
      return { envelope, outcome, result: "failed", error };
    }
    const told = await answer(options, envelope, { kind: "error", error });
    // A refusal that its caller has been told is settled; it is no operator's business.
    const settled = told && outcome.kind === "dead" && outcome.reason === "rejected";
    return { envelope, outcome: settled ? done : outcome, result: "failed", error };
  }
}

function handlerOf(options: ConsumerOptions, name: string): DeliveryHandler {
  const handler = options.handlers[name];
  if (handler !== undefined) return handler;
  throw new BerrysError(
    "unimplemented",
    `\`${options.service}\` follows \`${options.follow.channel}\` but has no handler \`${name}\``,
  );
}

/** What a handler publishes carries the message's correlation id and names the message as its cause. */
function correlationOf(envelope: Envelope) {
  const { correlation_id: correlationId, id, source, metadata } = envelope;
  return {
    correlationId,
    causationId: id,
    principal: { id: source, kind: "service" as const, roles: [] },
    ...(metadata?.traceparent === undefined ? null : { traceparent: metadata.traceparent }),
  };
}

function hasExpired({ timestamp, metadata }: Envelope): boolean {
  return metadata?.ttl !== undefined && Date.now() > Date.parse(timestamp) + metadata.ttl;
}

function invalid(
  envelope: Envelope | null,
  violations: readonly Violation[],
  haltKey: boolean,
): Step {
  const error = violations
    .slice(0, 3)
    .map(({ pointer, expected, got }) => `\`${pointer}\` is ${got}, expected ${expected}`)
    .join("; ");
  return {
    envelope,
    outcome: { kind: "dead", reason: "invalid", error, haltKey },
    result: "invalid",
    error: null,
  };
}

/** Nothing else leaves a message unsettled past its last attempt. */
function crashed(envelope: Envelope, definition: MessageDefinition, attempt: number): Step {
  const outcome: Outcome = {
    kind: "dead",
    reason: "crashed",
    error: `Its process ended or lost the partition ${attempt - 1} times while handling it`,
    haltKey: definition.deadLetter === "halt-key",
  };
  return { envelope, outcome, result: "failed", error: null };
}

function checkReply(definition: MessageDefinition, data: unknown): void {
  const { checkReply: check, type } = definition;
  const violations = check === null ? [] : violationsOf(check, data);
  if (violations.length === 0) return;
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
  request: Envelope,
  content: ReplyContent,
): Promise<boolean> {
  const address = request.metadata?.reply_to;
  if (address === undefined || options.replies === undefined) return false;
  try {
    await options.replies.send(address, createReply(request, options.service, content));
    return true;
  } catch (error) {
    options.onReplyLost?.(request, error);
    return false;
  }
}
