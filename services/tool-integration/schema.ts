import { instant } from "@berrys/runtime/database/columns";
import type { ErrorCode } from "@berrys/runtime/errors";
import {
  bigint,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";

export const schema = pgSchema("tool_integration");

export type ToolState = "active" | "inactive";
export type ExecutionStatus = "requested" | "running" | "completed" | "failed" | "cancelled";
export type JsonObject = Readonly<Record<string, unknown>>;

export interface ErrorDetail {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
}
interface Limits {
  readonly timeout_ms: number;
  readonly memory_mb: number;
}

export const tools = schema.table("tools", {
  tool_id: uuid().primaryKey(),
  name: text().notNull().unique(),
  description: text().notNull(),
  version: text().notNull(),
  capabilities: jsonb().$type<readonly string[]>().notNull(),
  parameters_schema: jsonb().$type<JsonObject>().notNull(),
  result_schema: jsonb().$type<JsonObject>().notNull(),
  limits: jsonb().$type<Limits>().notNull(),
  state: text().$type<ToolState>().notNull(),
  created_at: instant().notNull(),
  updated_at: instant().notNull(),
});

export const toolVersions = schema.table(
  "tool_versions",
  {
    tool_id: uuid().notNull(),
    version: text().notNull(),
    changes: text().notNull(),
    parameters_schema: jsonb().$type<JsonObject>().notNull(),
    result_schema: jsonb().$type<JsonObject>().notNull(),
    published_at: instant().notNull(),
    /** Order of publication. */
    position: uuid().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tool_id, table.version] })],
);

export const toolExecutions = schema.table(
  "tool_executions",
  {
    execution_id: uuid().primaryKey(),
    tool_id: uuid().notNull(),
    tool_version: text().notNull(),
    project_id: uuid(),
    agent_id: uuid(),
    task_id: uuid(),
    parameters: jsonb().$type<JsonObject>().notNull(),
    status: text().$type<ExecutionStatus>().notNull(),
    execution_time_ms: integer(),
    result: jsonb().$type<JsonObject>(),
    error: jsonb().$type<ErrorDetail>(),
    created_at: instant().notNull(),
    started_at: instant(),
    completed_at: instant(),
    /** Names of the credentials it got; the credentials themselves are kept nowhere. */
    credential_names: jsonb().$type<readonly string[]>().notNull(),
    /** Order of arrival; the ids are the callers' and say nothing about time. */
    position: uuid().notNull(),
    /** Which run works on it; a run that does not renew its lease has died, and the next call takes over. */
    lease_owner: uuid(),
    lease_until: instant(),
  },
  (table) => [index("tool_executions_by_project").on(table.project_id, table.position)],
);

/** Totals of completed executions. */
export const toolUsage = schema.table("tool_usage", {
  tool_id: uuid().primaryKey(),
  executions: integer().notNull(),
  total_time_ms: bigint({ mode: "number" }).notNull(),
});
