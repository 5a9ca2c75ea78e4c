import type { ServiceId } from "@berrys/platform/schemas/common";
import { serviceIntegration } from "@berrys/platform/services/service-integration";
import type { Envelope } from "@berrys/runtime/envelope";
import { mask } from "@berrys/runtime/messages/mask";
import type { JsonObject } from "./schema.ts";
import type { MessageRow } from "./store.ts";

const sensitiveOf: ReadonlyMap<string, readonly string[]> = new Map(
  serviceIntegration.follows.flatMap(({ messages }) =>
    messages.map(({ message }) => [message.type, message.sensitive] as const),
  ),
);

/** The journal's row of a message; what the contract calls sensitive is masked. */
export function toJournal(kind: MessageRow["kind"], message: Envelope): MessageRow {
  const shown = mask(message.data, sensitiveOf.get(message.type) ?? []);
  // Where all of it is sensitive there is nothing to show.
  const data = isObject(shown) ? shown : {};
  return {
    id: message.id,
    kind,
    type: message.type,
    // The contract of each message states its source, and the message was checked against it.
    source: message.source as ServiceId,
    timestamp: message.timestamp,
    correlation_id: message.correlation_id,
    causation_id: message.metadata?.causation_id ?? null,
    project_id: typeof data.project_id === "string" ? data.project_id : null,
    data,
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
