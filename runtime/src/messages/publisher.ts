import type { Publish } from "../context.ts";
import type { MessageDefinition } from "../definitions.ts";
import type { Envelope } from "../envelope.ts";
import type { OutgoingMessage } from "../transports/transport.ts";
import { createEnvelope, outgoingMessage } from "./create-envelope.ts";

export interface PublisherOptions {
  /** Id of the publishing service. */
  readonly source: string;
  /** Where messages go: `transport.publish`, or an outbox inside a transaction. Resolves once they are safe. */
  readonly deliver: (messages: readonly OutgoingMessage[]) => Promise<void>;
  /** Told about every message that was delivered; must not throw. */
  readonly onDelivered?: (envelope: Envelope, definition: MessageDefinition) => void;
}

/** The typed publisher of one message; events and commands alike. Refuses invalid data before anything is sent. */
export function createPublisher<Data>(
  definition: MessageDefinition<Data>,
  options: PublisherOptions,
): Publish<Data> {
  return async (data, publishOptions) => {
    const envelope = createEnvelope(definition, data, {
      ...publishOptions,
      source: options.source,
    });
    await options.deliver([outgoingMessage(definition, envelope)]);
    options.onDelivered?.(envelope, definition);
    return envelope;
  };
}

/** A publisher for each definition, under the same names: the `publish` or `send` of a context. */
export function createPublishers(
  definitions: Readonly<Record<string, MessageDefinition>>,
  options: PublisherOptions,
): Readonly<Record<string, Publish<unknown>>> {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, definition]) => [
      name,
      createPublisher(definition, options),
    ]),
  );
}
