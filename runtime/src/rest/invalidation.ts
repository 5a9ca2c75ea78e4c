import type { Logger } from "pino";
import type { ServiceDefinition } from "../definitions.ts";
import { parseEnvelope } from "../messages/parse-envelope.ts";
import type { Subscription, Transport } from "../transports/transport.ts";
import type { ResponseCache } from "./response-cache.ts";

export interface InvalidationOptions {
  readonly definition: ServiceDefinition;
  readonly cache: ResponseCache;
  readonly log: Logger;
}

/** Ends what is kept of answers when events say that it is no longer true. */
export interface Invalidation {
  /** The service itself published an event of this type: once its transaction is over, its own next answer is new. */
  published(type: string): void;
  /** Begins to listen to events of other services, in a group of its own for all processes of the service. */
  watch(transport: Transport): Promise<readonly Subscription[]>;
}

/** Milliseconds until an invalidation that failed is tried again. */
const retryMs = 250;

export function createInvalidation({ definition, cache, log }: InvalidationOptions): Invalidation {
  const operations = new Map<string, string[]>();
  for (const { operationId, cache: kept } of definition.rest.operations)
    for (const type of kept?.invalidatedBy ?? [])
      operations.set(type, [...(operations.get(type) ?? []), operationId]);
  const invalidate = async (type: string): Promise<void> => {
    const affected = operations.get(type);
    if (affected !== undefined) await cache.invalidate(affected);
  };
  return {
    published: (type) => {
      invalidate(type).catch((error: unknown) =>
        log.warn(
          { err: error, type },
          `Answers kept before \`${type}\` may be given until they are too old`,
        ),
      );
    },
    watch: (transport) =>
      Promise.all(
        (definition.rest.watches ?? []).map(({ channel, partitions, retentionMs, types }) =>
          transport.subscribe({
            kind: "event",
            channel,
            partitions,
            // No service has an underscore in its id.
            group: `${definition.id}_cache`,
            // What happened before is in what is read from now on.
            startFrom: "end",
            ...(retentionMs === undefined ? {} : { retentionMs }),
            handle: async ({ body }) => {
              const parsed = parseEnvelope(body);
              if (parsed.kind !== "envelope" || !types.includes(parsed.envelope.type))
                return { kind: "done" };
              try {
                await invalidate(parsed.envelope.type);
                return { kind: "done" };
              } catch (error) {
                const reason = error instanceof Error ? error.message : String(error);
                return { kind: "retry", delayMs: retryMs, error: reason, uncounted: true };
              }
            },
          }),
        ),
      ),
  };
}
