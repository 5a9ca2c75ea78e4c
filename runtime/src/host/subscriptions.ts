import type { Logger } from "pino";
import { currentCorrelation, newCorrelationId } from "../correlation.ts";
import type { Envelope } from "../envelope.ts";
import { BerrysError } from "../errors.ts";
import type { Journal } from "../journal/journal.ts";
import {
  type BatchDeliveryHandler,
  createConsumer,
  type DeliveryHandler,
  type DeliveryScope,
  type Handled,
  noReply,
} from "../messages/consumer.ts";
import type { KeyRing } from "../messages/key-ring.ts";
import type { Subscription } from "../transports/transport.ts";
import { AlreadyHandled, type Backend, type HostTransport } from "./backend.ts";
import { recordOfHandled } from "./journal-records.ts";
import { startScope } from "./scope.ts";
import type { Service } from "./service.ts";

export interface SubscriptionOptions {
  readonly service: Service;
  readonly backend: Backend;
  readonly transport: HostTransport;
  readonly log: Logger;
  /** Told how every delivery ended. */
  readonly journal: Journal;
  /** Decrypt what arrives; null: no contract of the services encrypts. */
  readonly keys: KeyRing | null;
  readonly ended: AbortSignal;
}

/** A subscription and what it follows. */
export interface Following {
  readonly kind: "event" | "command";
  readonly channel: string;
  readonly subscription: Subscription;
}

/** Starts to read everything that the service follows. */
export async function subscribe(options: SubscriptionOptions): Promise<readonly Following[]> {
  const { service, transport, log, journal, keys } = options;
  const { upcasters = {} } = service.setup.handlers;
  return Promise.all(
    service.definition.follows.map(async (follow): Promise<Following> => {
      const handlers = service.setup.handlers[follow.kind === "event" ? "events" : "commands"];
      const subscription = await createConsumer({
        transport,
        replies: transport,
        service: service.definition.id,
        follow,
        upcasters,
        keys,
        handlers: adaptAll(handlers, (handle) => adapt(options, handle)),
        batchHandlers: adaptAll(handlers, (handle) => adaptBatch(options, handle)),
        onHandled: (handled) => {
          logHandled(log, handled);
          journal.add(recordOfHandled(service.definition.id, follow.kind, handled));
        },
        onReplyLost: (request, error) =>
          log.warn(
            { err: error, correlation_id: request.correlation_id, message_id: request.id },
            `The reply to \`${request.type}\` could not be sent`,
          ),
      });
      return { kind: follow.kind, channel: follow.channel, subscription };
    }),
  );
}

/** A handler as services write it: of one message, or of many. */
type Handle = (input: unknown, context: unknown) => Promise<unknown>;

function adaptAll<Adapted>(
  handlers: Readonly<Record<string, unknown>>,
  adaptOne: (handle: Handle) => Adapted,
): Readonly<Record<string, Adapted>> {
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [name, adaptOne(handle as Handle)]),
  );
}

/** A service's handler as the consumer calls it: with a context, and quiet about messages handled before. */
function adapt({ backend, ended }: SubscriptionOptions, handle: Handle): DeliveryHandler {
  return async (envelope, delivery) => {
    const scope = startScope([delivery.signal, ended], null, envelope.type);
    const facts = {
      signal: scope.signal,
      correlationId: envelope.correlation_id || newCorrelationId(),
      principal: null,
      operation: envelope.type,
      remainingMs: scope.remainingMs,
    };
    try {
      return await handle(envelope, backend.contextOf(facts, [envelope.id]));
    } catch (error) {
      if (alreadyHandled(error) !== null) return handledBefore(envelope, delivery);
      throw error;
    } finally {
      scope.end();
    }
  };
}

/** A service's handler of batches as the consumer calls it; messages that were handled before are left out. */
function adaptBatch(
  { backend, ended, log }: SubscriptionOptions,
  handle: Handle,
): BatchDeliveryHandler {
  return async (envelopes, delivery) => {
    const operation = [...new Set(envelopes.map(({ type }) => type))].join(", ");
    const scope = startScope([delivery.signal, ended], null, operation);
    const correlationId = currentCorrelation()?.correlationId ?? newCorrelationId();
    const { signal, remainingMs } = scope;
    const facts = { signal, correlationId, principal: null, operation, remainingMs };
    try {
      let left = envelopes;
      while (left.length > 0) {
        const ids = left.map(({ id }) => id);
        const known = await handle(left, backend.contextOf(facts, ids)).then(
          () => null,
          (error: unknown) => alreadyHandled(error) ?? Promise.reject(error),
        );
        if (known === null) {
          const told = { correlation_id: correlationId, message_ids: ids };
          log.debug(told, `${ids.length} of \`${operation}\` handled together`);
          return;
        }
        left = left.filter(({ id }) => !known.includes(id));
      }
    } finally {
      scope.end();
    }
  };
}

/** The messages whose effects are there; null: the error is another one. Drivers may wrap what a transaction threw. */
function alreadyHandled(error: unknown): readonly string[] | null {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return [error, cause].find((one) => one instanceof AlreadyHandled)?.messageIds ?? null;
}

/** The effects are there, but a reply was made from what is gone; a caller that waits is told so at once. */
function handledBefore(envelope: Envelope, { definition }: DeliveryScope): unknown {
  if (definition.checkReply === null || envelope.metadata?.reply_to === undefined) return noReply;
  throw new BerrysError(
    "already_exists",
    `The command ${envelope.id} was handled before and its reply is lost; send it again with another id.`,
  );
}

function logHandled(log: Logger, handled: Handled): void {
  const { envelope, delivery, outcome, result, error, durationMs } = handled;
  const facts = {
    correlation_id: envelope?.correlation_id ?? null,
    message_id: delivery.id,
    type: envelope?.type ?? null,
    channel: delivery.channel,
    attempt: delivery.attempt,
    duration_ms: Math.round(durationMs * 10) / 10,
    ...(error === null ? {} : { err: error }),
  };
  const what = envelope?.type ?? delivery.channel;
  switch (outcome.kind) {
    case "done":
      log.debug(facts, `\`${what}\` ${result}`);
      return;
    case "retry":
      log.warn(
        { ...facts, delay_ms: outcome.delayMs, error: outcome.error },
        `\`${what}\` failed and is tried again: ${outcome.error}`,
      );
      return;
    case "dead":
      log.error(
        { ...facts, reason: outcome.reason, error: outcome.error },
        `\`${what}\` is a dead letter (${outcome.reason}): ${outcome.error}`,
      );
  }
}
