import type { Envelope } from "@berrys/runtime/envelope";
import { toJournal } from "../journal.ts";
import { notify } from "../webhooks/notify.ts";
import type { Ctx, Tx } from "../workflows.ts";

/** Keeps the event in the journal, queues it for webhooks and does what it means for workflows, in one transaction. */
export function logged(
  event: Envelope,
  context: Ctx,
  work: (tx: Tx) => Promise<void> = async () => {},
): Promise<void> {
  return context.transaction(async (tx) => {
    const message = toJournal("event", event);
    await tx.store.logMessage(message);
    await notify(tx, { ...event, data: message.data });
    await work(tx);
  });
}
