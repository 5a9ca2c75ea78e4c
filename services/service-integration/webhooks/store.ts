import type { DeliveryStatus } from "@berrys/platform/schemas/webhooks";
import type { Database } from "@berrys/runtime/database";
import { BerrysError } from "@berrys/runtime/errors";
import {
  and,
  arrayOverlaps,
  asc,
  desc,
  eq,
  gte,
  inArray,
  lt,
  lte,
  notInArray,
  or,
} from "drizzle-orm";
import { deliveries, webhooks } from "../schema.ts";
import type { PageQuery } from "../store.ts";
import { pingType } from "./event-types.ts";

export type WebhookRow = typeof webhooks.$inferSelect;
export type DeliveryRow = typeof deliveries.$inferSelect;

/** A delivery that this process may try now, and where it goes. */
export interface Claim extends DeliveryRow {
  readonly url: string;
  readonly secret: string;
}

export interface ClaimOptions {
  readonly now: string;
  /** Until when nobody else takes it. */
  readonly until: string;
  /** Webhooks that have their share of attempts in this process already. */
  readonly busy: readonly string[];
}

/** Queries about webhooks and their deliveries. Lists return one row more than `limit` where there are more. */
export function createWebhookQueries(database: Database) {
  const byId = (webhookId: string) =>
    database.select().from(webhooks).where(eq(webhooks.webhook_id, webhookId));
  const deliveryById = (webhookId: string, deliveryId: string) => {
    const wanted = and(
      eq(deliveries.delivery_id, deliveryId),
      eq(deliveries.webhook_id, webhookId),
    );
    return database.select().from(deliveries).where(wanted);
  };

  return {
    insertWebhook: async (webhook: WebhookRow): Promise<void> => {
      await database.insert(webhooks).values(webhook);
    },

    webhook: async (webhookId: string): Promise<WebhookRow> =>
      found((await byId(webhookId))[0], `webhook ${webhookId}`),

    /** Newest first. */
    listWebhooks: (
      query: PageQuery & { readonly active?: boolean | undefined },
    ): Promise<WebhookRow[]> =>
      database
        .select()
        .from(webhooks)
        .where(
          and(
            query.active === undefined ? undefined : eq(webhooks.active, query.active),
            query.after === undefined ? undefined : lt(webhooks.webhook_id, query.after),
          ),
        )
        .orderBy(desc(webhooks.webhook_id))
        .limit(query.limit + 1),

    updateWebhook: async (webhookId: string, changes: Partial<WebhookRow>): Promise<WebhookRow> => {
      const update = database.update(webhooks).set(changes);
      const rows = await update.where(eq(webhooks.webhook_id, webhookId)).returning();
      return found(rows[0], `webhook ${webhookId}`);
    },

    /** Its deliveries go with it. */
    deleteWebhook: async (webhookId: string): Promise<void> => {
      const remove = database.delete(webhooks).where(eq(webhooks.webhook_id, webhookId));
      found((await remove.returning())[0], `webhook ${webhookId}`);
    },

    /** Active webhooks that want one of these patterns. */
    webhooksFor: (patterns: readonly string[]): Promise<WebhookRow[]> =>
      database
        .select()
        .from(webhooks)
        .where(and(eq(webhooks.active, true), arrayOverlaps(webhooks.event_types, [...patterns]))),

    /** A second delivery of an event to a webhook is left out. */
    insertDeliveries: async (rows: readonly DeliveryRow[]): Promise<void> => {
      if (rows.length === 0) return;
      await database
        .insert(deliveries)
        .values([...rows])
        .onConflictDoNothing();
    },

    delivery: async (webhookId: string, deliveryId: string): Promise<DeliveryRow> =>
      found((await deliveryById(webhookId, deliveryId))[0], `delivery ${deliveryId}`),

    /** Reads a delivery and keeps others from changing it until the transaction ends. */
    lockDelivery: async (webhookId: string, deliveryId: string): Promise<DeliveryRow> => {
      const [row] = await deliveryById(webhookId, deliveryId).for("update");
      return found(row, `delivery ${deliveryId}`);
    },

    /** Newest first. */
    listDeliveries: (
      webhookId: string,
      query: PageQuery & { readonly status?: DeliveryStatus | undefined },
    ): Promise<DeliveryRow[]> =>
      database
        .select()
        .from(deliveries)
        .where(
          and(
            eq(deliveries.webhook_id, webhookId),
            query.status === undefined ? undefined : eq(deliveries.status, query.status),
            query.after === undefined ? undefined : lt(deliveries.delivery_id, query.after),
          ),
        )
        .orderBy(desc(deliveries.delivery_id))
        .limit(query.limit + 1),

    updateDelivery: async (
      deliveryId: string,
      changes: Partial<DeliveryRow>,
    ): Promise<DeliveryRow> => {
      const update = database.update(deliveries).set(changes);
      const rows = await update.where(eq(deliveries.delivery_id, deliveryId)).returning();
      return found(rows[0], `delivery ${deliveryId}`);
    },

    /** Takes the delivery that has been due longest; other processes pass it over. Only inside a transaction. */
    claimDelivery: async ({ now, until, busy }: ClaimOptions): Promise<Claim | undefined> => {
      const active = database
        .select({ webhook_id: webhooks.webhook_id })
        .from(webhooks)
        .where(eq(webhooks.active, true));
      const [due] = await database
        .select()
        .from(deliveries)
        .where(
          and(
            eq(deliveries.status, "pending"),
            lte(deliveries.next_attempt_at, now),
            lt(deliveries.attempts, deliveries.attempts_allowed),
            or(inArray(deliveries.webhook_id, active), eq(deliveries.event_type, pingType)),
            notInArray(deliveries.webhook_id, [...busy]),
          ),
        )
        .orderBy(asc(deliveries.next_attempt_at))
        .limit(1)
        .for("update", { skipLocked: true });
      if (due === undefined) return undefined;
      const [webhook] = await byId(due.webhook_id);
      const { url, secret } = found(webhook, `webhook ${due.webhook_id}`);
      const taken = { attempts: due.attempts + 1, next_attempt_at: until };
      await database
        .update(deliveries)
        .set(taken)
        .where(eq(deliveries.delivery_id, due.delivery_id));
      return { ...due, ...taken, url, secret };
    },

    /** Writes how an attempt ended; does nothing where another process took over in the meantime. */
    settleDelivery: async (claim: Claim, changes: Partial<DeliveryRow>): Promise<void> => {
      const stillOurs = and(
        eq(deliveries.delivery_id, claim.delivery_id),
        eq(deliveries.status, "pending"),
        eq(deliveries.attempts, claim.attempts),
      );
      await database.update(deliveries).set(changes).where(stillOurs);
    },

    /** Gives up deliveries whose last attempt was cut off. */
    giveUpLost: async (now: string, error: string): Promise<void> => {
      await database
        .update(deliveries)
        .set({ status: "failed", error, next_attempt_at: null, completed_at: now })
        .where(
          and(
            eq(deliveries.status, "pending"),
            lte(deliveries.next_attempt_at, now),
            gte(deliveries.attempts, deliveries.attempts_allowed),
          ),
        );
    },

    /** Gives up everything that waits for a webhook. */
    giveUpWaiting: async (webhookId: string, now: string, error: string): Promise<void> => {
      await database
        .update(deliveries)
        .set({ status: "failed", error, next_attempt_at: null, completed_at: now })
        .where(and(eq(deliveries.webhook_id, webhookId), eq(deliveries.status, "pending")));
    },
  };
}

function found<Row>(row: Row | undefined, what: string): Row {
  if (row !== undefined) return row;
  throw new BerrysError("not_found", `There is no ${what}`);
}
