import type { CreateWebhookRequest, UpdateWebhookRequest } from "@berrys/platform/rest/webhooks";
import type { CreatedWebhook, Webhook, WebhookDelivery } from "@berrys/platform/schemas/webhooks";
import { now } from "@berrys/runtime/database/columns";
import { BerrysError } from "@berrys/runtime/errors";
import { v7 as uuidv7 } from "uuid";
import { toDelivery, toWebhook } from "../resources.ts";
import { actorOf, type Ctx } from "../workflows.ts";
import { pingType } from "./event-types.ts";
import { newDelivery } from "./notify.ts";
import { createSecret } from "./sign.ts";
import type { WebhookRow } from "./store.ts";
import { allowedHosts, assertTarget } from "./target.ts";

/** Subscribes an outside system; the answer alone holds the secret. */
export async function createWebhook(
  { body }: CreateWebhookRequest,
  context: Ctx,
): Promise<CreatedWebhook> {
  assertTarget(body.url, allowedHosts());
  const at = now();
  const webhook: WebhookRow = {
    webhook_id: uuidv7(),
    url: body.url,
    description: body.description ?? "",
    event_types: [...body.event_types],
    active: true,
    secret: createSecret(),
    created_by: actorOf(context),
    created_at: at,
    updated_at: at,
  };
  await context.store.insertWebhook(webhook);
  return webhook;
}

/** Changes a subscription; what waits for one that is not active waits until it is again. */
export async function updateWebhook(
  { params, body }: UpdateWebhookRequest,
  { store }: Ctx,
): Promise<Webhook> {
  const { event_types, ...changes } = body;
  if (changes.url !== undefined) assertTarget(changes.url, allowedHosts());
  return toWebhook(
    await store.updateWebhook(params.webhook_id, {
      ...changes,
      ...(event_types === undefined ? {} : { event_types: [...event_types] }),
      updated_at: now(),
    }),
  );
}

/** Queues a test notification; an inactive webhook gets it too. */
export async function pingWebhook(webhookId: string, context: Ctx): Promise<WebhookDelivery> {
  const { webhook_id } = await context.store.webhook(webhookId);
  const delivery = newDelivery(webhook_id, {
    id: uuidv7(),
    type: pingType,
    source: "service-integration",
    timestamp: now(),
    correlation_id: context.correlationId,
    data: { webhook_id },
  });
  await context.store.insertDeliveries([delivery]);
  return toDelivery(delivery);
}

/** Queues a delivery that has ended for one more attempt. */
export async function redeliver(
  webhookId: string,
  deliveryId: string,
  context: Ctx,
): Promise<WebhookDelivery> {
  return context.transaction(async ({ store }) => {
    const { active } = await store.webhook(webhookId);
    const delivery = await store.lockDelivery(webhookId, deliveryId);
    if (delivery.status === "pending") {
      throw new BerrysError("failed_precondition", "The delivery is still on its way");
    }
    if (!active && delivery.event_type !== pingType) {
      throw new BerrysError(
        "failed_precondition",
        "The webhook is not active; activate it before delivering again",
      );
    }
    const again = await store.updateDelivery(deliveryId, {
      status: "pending",
      attempts_allowed: delivery.attempts + 1,
      next_attempt_at: now(),
      completed_at: null,
    });
    return toDelivery(again);
  });
}
