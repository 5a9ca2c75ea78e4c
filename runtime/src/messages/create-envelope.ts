import type { PublishOptions } from "../context.ts";
import { type Correlation, currentCorrelation, newCorrelationId } from "../correlation.ts";
import type { MessageDefinition } from "../definitions.ts";
import type { Envelope, EnvelopeMetadata } from "../envelope.ts";
import { BerrysError } from "../errors.ts";
import { newId } from "../ids.ts";
import { violationsOf } from "../violation.ts";
import { timestamp } from "./clock.ts";
import { valueAt } from "./key-pointer.ts";
import { maskViolations } from "./mask.ts";

/** What an envelope needs beside its data. */
export interface EnvelopeOptions extends PublishOptions {
  /** Id of the publishing service. */
  readonly source: string;
  /** Address for the reply of a request. */
  readonly replyTo?: string;
  /** Whether the caller of a request can call it off. */
  readonly cancelable?: boolean;
}

/**
 * An envelope around valid data, tied to the running request or message (`currentCorrelation`).
 * Throws a `BerrysError` `invalid_argument` with the violations where the data breaks the contract.
 */
export function createEnvelope<Data>(
  definition: MessageDefinition<Data>,
  data: Data,
  options: EnvelopeOptions,
): Envelope<string, Data> {
  const violations = maskViolations(violationsOf(definition.check, data), definition.sensitive);
  if (violations.length > 0) {
    const first = violations[0];
    throw new BerrysError(
      "invalid_argument",
      `\`${definition.type}\` breaks its contract: \`data${first?.pointer ?? ""}\` is ${first?.got ?? "wrong"}, expected ${first?.expected ?? "something else"}`,
      { details: { violations } },
    );
  }
  const correlation = currentCorrelation();
  const metadata = metadataOf(definition, data, options, correlation);
  const envelope = {
    id: options.id ?? newId(),
    type: definition.type,
    source: options.source,
    timestamp: timestamp(),
    correlation_id: correlation?.correlationId ?? newCorrelationId(),
    data,
  };
  return metadata === null ? envelope : { ...envelope, metadata };
}

type Writable = { -readonly [Name in keyof EnvelopeMetadata]: EnvelopeMetadata[Name] };

/** Null: there is nothing to say. Assignments, because spreading optional parts costs more than all of them. */
function metadataOf<Data>(
  definition: MessageDefinition<Data>,
  data: Data,
  options: EnvelopeOptions,
  correlation: Correlation | null,
): EnvelopeMetadata | null {
  const { priority, ttl, replyTo, cancelable } = options;
  const key = options.key ?? (definition.key === null ? null : valueAt(data, definition.key));
  const metadata: Writable = {};
  if (correlation?.causationId != null) metadata.causation_id = correlation.causationId;
  if (correlation?.traceparent !== undefined) metadata.traceparent = correlation.traceparent;
  if (key !== null && key !== "") metadata.key = key;
  if (definition.version !== 1) metadata.version = definition.version;
  if (priority !== undefined) metadata.priority = priority;
  if (ttl !== undefined) metadata.ttl = ttl;
  if (replyTo !== undefined) metadata.reply_to = replyTo;
  if (cancelable === true) metadata.cancelable = true;
  for (const _ in metadata) return metadata;
  return null;
}
