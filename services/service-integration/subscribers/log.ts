import type { Envelope } from "@berrys/runtime/envelope";
import type { JsonObject } from "../schema.ts";
import type { Ctx, Tx } from "../workflows.ts";

/** Keeps the event in the journal and, in the same transaction, does what it means for workflows. */
export function logged(
  event: Envelope,
  context: Ctx,
  work: (tx: Tx) => Promise<void> = async () => {},
): Promise<void> {
  const data = event.data as JsonObject;
  return context.transaction(async (tx) => {
    await tx.store.logMessage({
      id: event.id,
      kind: "event",
      type: event.type,
      source: event.source,
      timestamp: event.timestamp,
      correlation_id: event.correlation_id,
      causation_id: event.metadata?.causation_id ?? null,
      project_id: typeof data.project_id === "string" ? data.project_id : null,
      data,
    });
    await work(tx);
  });
}
