import type { ErrorDetail, ServiceId } from "@berrys/platform/schemas/common";
import type { DeliveryStatus } from "@berrys/platform/schemas/webhooks";
import { instant } from "@berrys/runtime/database/columns";
import { boolean, index, integer, jsonb, pgSchema, text, unique, uuid } from "drizzle-orm/pg-core";
import type { WorkflowState } from "./state-machine.ts";

export const schema = pgSchema("service_integration");

export type JsonObject = Readonly<Record<string, unknown>>;
export type StepState = "pending" | "running" | "completed" | "failed" | "compensated" | "skipped";

/** Columns carry the contract's property names, so that a row is nearly the resource. */
export const workflows = schema.table(
  "workflows",
  {
    workflow_id: uuid().primaryKey(),
    workflow_type: text().notNull(),
    project_id: uuid(),
    initiated_by: text().notNull(),
    state: text().$type<WorkflowState>().notNull(),
    context: jsonb().$type<JsonObject>().notNull(),
    correlation_id: text().notNull(),
    error: jsonb().$type<ErrorDetail>(),
    created_at: instant().notNull(),
    updated_at: instant().notNull(),
    completed_at: instant(),
  },
  (table) => [index("workflows_by_project").on(table.project_id)],
);

export const steps = schema.table(
  "steps",
  {
    step_id: uuid().primaryKey(),
    workflow_id: uuid().notNull(),
    name: text().notNull(),
    service: text().notNull(),
    /** From 1. */
    position: integer().notNull(),
    state: text().$type<StepState>().notNull(),
    attempts: integer().notNull(),
    output: jsonb().$type<JsonObject>(),
    error: jsonb().$type<ErrorDetail>(),
    started_at: instant(),
    completed_at: instant(),
  },
  (table) => [unique("one_step_per_position").on(table.workflow_id, table.position)],
);

/** Every event of the platform and every command to us: the journal that correlation queries read. */
export const messages = schema.table(
  "messages",
  {
    id: uuid().primaryKey(),
    kind: text().$type<"event" | "command">().notNull(),
    type: text().notNull(),
    source: text().$type<ServiceId>().notNull(),
    timestamp: instant().notNull(),
    correlation_id: text().notNull(),
    causation_id: text(),
    project_id: uuid(),
    data: jsonb().$type<JsonObject>().notNull(),
  },
  (table) => [
    index("messages_by_correlation").on(table.correlation_id, table.id),
    index("messages_by_project").on(table.project_id, table.type),
  ],
);

/** Subscriptions of outside systems. */
export const webhooks = schema.table("webhook_subscriptions", {
  webhook_id: uuid().primaryKey(),
  url: text().notNull(),
  description: text().notNull(),
  event_types: text().array().notNull(),
  active: boolean().notNull(),
  /** In the clear: every notification is signed with it. */
  secret: text().notNull(),
  created_by: text().notNull(),
  created_at: instant().notNull(),
  updated_at: instant().notNull(),
});

/** One event on its way to one webhook. */
export const deliveries = schema.table(
  "webhook_deliveries",
  {
    delivery_id: uuid().primaryKey(),
    webhook_id: uuid()
      .notNull()
      .references(() => webhooks.webhook_id, { onDelete: "cascade" }),
    event_id: uuid().notNull(),
    event_type: text().notNull(),
    /** What is posted, byte for byte, so that every attempt carries the same. */
    body: text().notNull(),
    status: text().$type<DeliveryStatus>().notNull(),
    attempts: integer().notNull(),
    /** After so many attempts in all it is given up. */
    attempts_allowed: integer().notNull(),
    response_status: integer(),
    error: text(),
    created_at: instant().notNull(),
    /** While somebody tries: when another may take over, because that one must be dead. */
    next_attempt_at: instant(),
    completed_at: instant(),
  },
  (table) => [
    unique("one_delivery_per_event").on(table.webhook_id, table.event_id),
    index("deliveries_by_webhook").on(table.webhook_id, table.delivery_id),
    index("deliveries_due").on(table.status, table.next_attempt_at),
  ],
);
