import type { MessageDefinition } from "../definitions.ts";
import type { Envelope } from "../envelope.ts";
import type { Hop, JournalRecord } from "../journal/record.ts";
import type { Handled } from "../messages/consumer.ts";

/** What the journal says of a message that a service published, or that leaves with its transaction. */
export function recordOfPublished(
  hop: "published" | "outbox",
  service: string,
  envelope: Envelope,
  { kind, channel }: MessageDefinition,
): JournalRecord {
  return {
    ...factsOf(envelope),
    hop,
    at: Date.now(),
    service,
    kind,
    channel,
    messageId: envelope.id,
    key: envelope.metadata?.key ?? null,
    attempt: null,
    durationMs: null,
    error: null,
  };
}

/** What the journal says of a delivery and how it ended. */
export function recordOfHandled(
  service: string,
  kind: "event" | "command",
  { delivery, envelope, outcome, result, durationMs }: Handled,
): JournalRecord {
  return {
    ...factsOf(envelope),
    hop: hopOf(outcome, result),
    at: Date.now(),
    service,
    kind,
    channel: delivery.channel,
    messageId: delivery.id,
    key: delivery.key,
    attempt: delivery.attempt,
    durationMs,
    error: outcome.kind === "done" ? null : outcome.error,
  };
}

function hopOf({ kind }: Handled["outcome"], result: Handled["result"]): Hop {
  switch (kind) {
    case "retry":
      return "retried";
    case "dead":
      return "dead";
    case "done":
      return result === "ignored" || result === "expired" || result === "canceled"
        ? result
        : "handled";
  }
}

type Facts = Pick<JournalRecord, "type" | "correlationId" | "causationId" | "traceId">;

function factsOf(envelope: Envelope | null): Facts {
  return {
    type: envelope?.type ?? null,
    correlationId: envelope?.correlation_id ?? null,
    causationId: envelope?.metadata?.causation_id ?? null,
    // W3C Trace Context, §3.2: version, trace id, parent id, flags.
    traceId: envelope?.metadata?.traceparent?.split("-")[1] ?? null,
  };
}
