import type { ErrorDetail } from "@berrys/platform/schemas/common";
import { instant } from "@berrys/runtime/database/columns";
import { index, integer, jsonb, pgSchema, text, unique, uuid } from "drizzle-orm/pg-core";
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

/** Every event of the platform: the journal that correlation queries read. */
export const messages = schema.table(
  "messages",
  {
    id: uuid().primaryKey(),
    kind: text().$type<"event" | "command">().notNull(),
    type: text().notNull(),
    source: text().notNull(),
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
