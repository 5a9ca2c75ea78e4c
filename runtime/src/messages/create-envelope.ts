import type { PublishOptions } from "../context.ts";
import { currentCorrelation, newCorrelationId } from "../correlation.ts";
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
  const key = options.key ?? (definition.key === null ? null : valueAt(data, definition.key));
  const metadata: EnvelopeMetadata = {
    ...(correlation?.causationId == null ? null : { causation_id: correlation.causationId }),
    ...(correlation?.traceparent === undefined ? null : { traceparent: correlation.traceparent }),
    ...(key === null || key === "" ? null : { key }),
    ...(definition.version === 1 ? null : { version: definition.version }),
    ...(options.priority === undefined ? null : { priority: options.priority }),
    ...(options.ttl === undefined ? null : { ttl: options.ttl }),
    ...(options.replyTo === undefined ? null : { reply_to: options.replyTo }),
    ...(options.cancelable === true ? { cancelable: true } : null),
  };
  return {
    id: options.id ?? newId(),
    type: definition.type,
    source: options.source,
    timestamp: timestamp(),
    correlation_id: correlation?.correlationId ?? newCorrelationId(),
    data,
    ...(Object.keys(metadata).length === 0 ? null : { metadata }),
  };
}
