import { textWithoutParameters } from "../database/query-parameters.ts";
import type { MessageDefinition, RetryDefinition } from "../definitions.ts";
import { BerrysError, type ErrorCode, errorTraits } from "../errors.ts";
import { isUnreachable } from "../rpc/errors.ts";
import type { Outcome } from "../transports/transport.ts";

/** How long a message waits for a service that cannot be reached: at least, and how much more at most. */
const outageMs = 1000;
const outageJitterMs = 2000;

/** Exponential backoff with full jitter: anything between 0 and the ceiling of this attempt. */
export function backoffMs(
  retry: RetryDefinition,
  attempt: number,
  random: () => number = Math.random,
): number {
  const ceiling = Math.min(retry.maxBackoffMs, retry.backoffMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(random() * ceiling);
}

/** Code of whatever a handler threw. */
export function codeOf(error: unknown): ErrorCode {
  return error instanceof BerrysError ? error.code : "unknown";
}

/** One line about whatever a handler threw. */
export function describeError(error: unknown): string {
  try {
    if (error instanceof BerrysError) return `${error.code}: ${error.message}`;
    if (!(error instanceof Error)) return String(error);
    return `${error.name}: ${textWithoutParameters(error.message, error)}`;
  } catch {
    // An object without a text of its own, or one that throws when it is asked.
    return "an error that cannot be shown";
  }
}

/**
 * What becomes of a message whose handler failed: the specification's retry flowchart. A message whose handler could
 * not reach another service waits until it can: an outage must not turn whatever is under way into dead letters.
 */
export function outcomeOfError(
  definition: MessageDefinition,
  attempt: number,
  error: unknown,
  random: () => number = Math.random,
): Outcome {
  const haltKey = definition.deadLetter === "halt-key";
  const text = describeError(error);
  const code = codeOf(error);
  const isFinal = definition.retry.nonRetryable?.includes(code) ?? false;
  if (!isFinal && isUnreachable(error)) {
    const delayMs = Math.round(outageMs + random() * outageJitterMs);
    return { kind: "retry", delayMs, error: text, uncounted: true };
  }
  if (isFinal || !errorTraits[code].retryable) {
    return { kind: "dead", reason: "rejected", error: text, haltKey };
  }
  if (attempt >= definition.retry.attempts) {
    return { kind: "dead", reason: "exhausted", error: text, haltKey };
  }
  return { kind: "retry", delayMs: backoffMs(definition.retry, attempt, random), error: text };
}
