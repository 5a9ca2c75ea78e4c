import { now } from "@berrys/runtime/database/columns";
import type { Envelope } from "@berrys/runtime/envelope";
import { v7 as uuidv7 } from "uuid";
import type { Tx } from "../workflows.ts";
import { patternsOf } from "./event-types.ts";
import { attempts } from "./schedule.ts";
import type { DeliveryRow } from "./store.ts";

/** Queues an event for every active webhook that wants it; the sender does the rest once the transaction is committed. */
export async function notify(tx: Tx, event: Envelope): Promise<void> {
  const wanting = await tx.store.webhooksFor(patternsOf(event.type));
  await tx.store.insertDeliveries(wanting.map(({ webhook_id }) => newDelivery(webhook_id, event)));
}

/** A delivery that is due at once. */
export function newDelivery(webhookId: string, event: Envelope): DeliveryRow {
  const at = now();
  return {
    delivery_id: uuidv7(),
    webhook_id: webhookId,
    event_id: event.id,
    event_type: event.type,
    body: JSON.stringify(event),
    status: "pending",
    attempts: 0,
    attempts_allowed: attempts,
    response_status: null,
    error: null,
    created_at: at,
    next_attempt_at: at,
    completed_at: null,
  };
}
