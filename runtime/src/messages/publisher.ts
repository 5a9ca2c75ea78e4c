import type { BatchOptions, Publish, PublishOptions } from "../context.ts";
import type { MessageDefinition } from "../definitions.ts";
import type { Envelope } from "../envelope.ts";
import { BerrysError } from "../errors.ts";
import type { OutgoingMessage } from "../transports/transport.ts";
import { createEnvelope, type EnvelopeOptions } from "./create-envelope.ts";
import type { KeyRing } from "./key-ring.ts";
import { outgoingMessage } from "./outgoing.ts";
import { checkBatchOptions, scheduleOf } from "./publish-options.ts";

export interface PublisherOptions {
  /** Id of the publishing service. */
  readonly source: string;
  /** Where messages go: `transport.publish`, or an outbox inside a transaction. Resolves once they are safe. */
  readonly deliver: (messages: readonly OutgoingMessage[]) => Promise<void>;
  /** Encrypt what contracts call sensitive; null or absent: a message that holds such data is refused. */
  readonly keys?: KeyRing | null;
  /** Largest envelope in bytes of JSON; default 1 MiB. */
  readonly maxBytes?: number;
  /** Told about every message that was delivered, with its data as the publisher gave it; must not throw. */
  readonly onDelivered?: (envelope: Envelope, definition: MessageDefinition) => void;
}

/** A message before it is sent: as its publisher sees it, and as it travels. */
export interface Prepared<Data> {
  readonly envelope: Envelope<string, Data>;
  readonly message: OutgoingMessage;
}

/** Checks data and options and makes the message; nothing is sent yet. */
export function prepare<Data>(
  definition: MessageDefinition<Data>,
  data: Data,
  options: Omit<EnvelopeOptions, "source">,
  { source, keys = null, maxBytes }: PublisherOptions,
): Prepared<Data> {
  const deliverAt = scheduleOf(definition, options);
  const envelope = createEnvelope(definition, data, { ...options, source });
  const message = outgoingMessage(definition, envelope, {
    keys,
    deliverAt,
    mayRepeat: options.id !== undefined,
    ...(maxBytes === undefined ? null : { maxBytes }),
  });
  return { envelope, message };
}

/** The typed publisher of one message; events and commands alike. Refuses invalid data before anything is sent. */
export function createPublisher<Data>(
  definition: MessageDefinition<Data>,
  options: PublisherOptions,
): Publish<Data> {
  const send = async (prepared: readonly Prepared<Data>[]): Promise<void> => {
    await options.deliver(prepared.map(({ message }) => message));
    for (const { envelope } of prepared) options.onDelivered?.(envelope, definition);
  };
  const publish = async (data: Data, publishOptions: PublishOptions = {}) => {
    const { envelope, message } = prepare(definition, data, publishOptions, options);
    await options.deliver([message]);
    options.onDelivered?.(envelope, definition);
    return envelope;
  };
  const many = async (items: readonly Data[], batchOptions: BatchOptions<Data> = {}) => {
    if (typeof batchOptions !== "function") checkBatchOptions(definition, batchOptions);
    const prepared = items.map((data, index) =>
      prepareItem(definition, data, index, batchOptions, options),
    );
    if (prepared.length > 0) await send(prepared);
    return prepared.map(({ envelope }) => envelope);
  };
  return Object.assign(publish, { many });
}

function prepareItem<Data>(
  definition: MessageDefinition<Data>,
  data: Data,
  index: number,
  batchOptions: BatchOptions<Data>,
  options: PublisherOptions,
): Prepared<Data> {
  const own = typeof batchOptions === "function" ? batchOptions(data, index) : batchOptions;
  try {
    return prepare(definition, data, own, options);
  } catch (error) {
    if (!(error instanceof BerrysError)) throw error;
    const message = `Item ${index} of the batch: ${error.message}`;
    throw new BerrysError(error.code, message, { details: { ...error.details, index } });
  }
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
