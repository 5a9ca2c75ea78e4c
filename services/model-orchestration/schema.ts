import { instant } from "@berrys/runtime/database/columns";
import type { ErrorCode } from "@berrys/runtime/errors";
import {
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgSchema,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";

export const schema = pgSchema("model_orchestration");

export const executionTypes = ["plan", "generate", "analyze", "summarize"] as const;
export type ExecutionType = (typeof executionTypes)[number];
export type ExecutionStatus = "requested" | "running" | "completed" | "failed" | "cancelled";
export type ModelState = "active" | "inactive";

export interface TokenUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}
export interface ErrorDetail {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
}
interface Parameters {
  readonly max_tokens?: number;
  readonly temperature?: number;
}
type JsonObject = Readonly<Record<string, unknown>>;

export const models = schema.table(
  "models",
  {
    model_id: uuid().primaryKey(),
    name: text().notNull(),
    provider: text().notNull(),
    description: text().notNull(),
    execution_types: jsonb().$type<readonly ExecutionType[]>().notNull(),
    context_tokens: integer().notNull(),
    streaming: boolean().notNull(),
    cost_per_1k_tokens: doublePrecision().notNull(),
    state: text().$type<ModelState>().notNull(),
    created_at: instant().notNull(),
    updated_at: instant().notNull(),
  },
  (table) => [unique("models_by_name").on(table.provider, table.name)],
);

export const executions = schema.table(
  "executions",
  {
    execution_id: uuid().primaryKey(),
    model_id: uuid().notNull(),
    project_id: uuid(),
    agent_id: uuid(),
    task_id: uuid(),
    execution_type: text().$type<ExecutionType>().notNull(),
    status: text().$type<ExecutionStatus>().notNull(),
    prompt: text().notNull(),
    inputs: jsonb().$type<JsonObject>().notNull(),
    parameters: jsonb().$type<Parameters>().notNull(),
    output: text(),
    result: jsonb().$type<JsonObject>(),
    token_usage: jsonb().$type<TokenUsage>(),
    execution_time_ms: integer(),
    error: jsonb().$type<ErrorDetail>(),
    created_at: instant().notNull(),
    completed_at: instant(),
    /** Nobody waits for it: whoever hears that it was requested runs it. */
    detached: boolean().notNull(),
    /** Order of arrival; the ids are the callers' and say nothing about time. */
    position: uuid().notNull(),
    /** What the model said so far, for those who watch. */
    partial_output: text().notNull().default(""),
    /** Which run works on it; a run that does not renew its lease has died, and the next call takes over. */
    lease_owner: uuid(),
    lease_until: instant(),
  },
  (table) => [index("executions_by_project").on(table.project_id, table.position)],
);

/** Totals of completed executions; those outside a project have no project_id. */
export const tokenUsage = schema.table(
  "token_usage",
  {
    project_id: uuid(),
    model_id: uuid().notNull(),
    executions: integer().notNull(),
    prompt_tokens: integer().notNull(),
    completion_tokens: integer().notNull(),
  },
  (table) => [
    unique("token_usage_by_project").on(table.project_id, table.model_id).nullsNotDistinct(),
  ],
);
