import { type Correlation, newCorrelationId } from "../correlation.ts";
import type { Envelope } from "../envelope.ts";

const noRoles: readonly string[] = [];

/** What a handler publishes carries the message's correlation id and names the message as its cause. */
export function correlationOf(envelope: Envelope): Correlation {
  const { correlation_id: correlationId, id: causationId, source, metadata } = envelope;
  const principal = { id: source, kind: "service" as const, roles: noRoles };
  const traceparent = metadata?.traceparent;
  if (traceparent === undefined) return { correlationId, causationId, principal };
  return { correlationId, causationId, principal, traceparent };
}

/** Of many messages: a correlation of its own, for they have no cause in common. */
export function correlationOfAll(envelopes: readonly Envelope[]): Correlation {
  const [first] = envelopes;
  if (first !== undefined && envelopes.length === 1) return correlationOf(first);
  const shared = envelopes.every(({ source }) => source === first?.source);
  const principal =
    first !== undefined && shared
      ? { id: first.source, kind: "service" as const, roles: noRoles }
      : null;
  return { correlationId: newCorrelationId(), causationId: null, principal };
}
