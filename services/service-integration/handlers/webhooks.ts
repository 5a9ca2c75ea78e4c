import type { ServiceIntegrationHandlers } from "@berrys/platform/services/service-integration";
import { pageOf, positionOfCursor } from "@berrys/runtime/page";
import { toDelivery, toWebhook } from "../resources.ts";
import type { Store } from "../store.ts";
import { createWebhook, pingWebhook, redeliver, updateWebhook } from "../webhooks/webhooks.ts";

type Operation =
  | "createWebhook"
  | "updateWebhook"
  | "deleteWebhook"
  | "listWebhooks"
  | "getWebhook"
  | "pingWebhook"
  | "listWebhookDeliveries"
  | "getWebhookDelivery"
  | "redeliverWebhookDelivery";

/** REST: subscriptions of outside systems and what was delivered to them. */
export const webhooks: Pick<ServiceIntegrationHandlers<Store>["rest"], Operation> = {
  createWebhook,
  updateWebhook,

  deleteWebhook: ({ params }, { store }) => store.deleteWebhook(params.webhook_id),

  listWebhooks: async ({ query: { limit, cursor, active } }, { store }) => {
    const rows = await store.listWebhooks({ limit, after: positionOfCursor(cursor), active });
    const { items, nextCursor } = pageOf(rows, limit, (webhook) => webhook.webhook_id);
    return { items: items.map(toWebhook), nextCursor };
  },

  getWebhook: async ({ params }, { store }) => toWebhook(await store.webhook(params.webhook_id)),

  pingWebhook: ({ params }, context) => pingWebhook(params.webhook_id, context),

  listWebhookDeliveries: async ({ params, query: { limit, cursor, status } }, { store }) => {
    await store.webhook(params.webhook_id);
    const page = { limit, after: positionOfCursor(cursor), status };
    const rows = await store.listDeliveries(params.webhook_id, page);
    const { items, nextCursor } = pageOf(rows, limit, (delivery) => delivery.delivery_id);
    return { items: items.map(toDelivery), nextCursor };
  },

  getWebhookDelivery: async ({ params }, { store }) =>
    toDelivery(await store.delivery(params.webhook_id, params.delivery_id)),

  redeliverWebhookDelivery: ({ params }, context) =>
    redeliver(params.webhook_id, params.delivery_id, context),
};
