import { instant } from "@berrys/runtime/database/columns";
import type { ErrorCode } from "@berrys/runtime/errors";
import { index, integer, jsonb, pgSchema, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { AgentState } from "./state-machine.ts";

export const schema = pgSchema("agent_orchestrator");

export type AgentTaskStatus = "assigned" | "running" | "completed" | "failed" | "cancelled";
export type Priority = "low" | "normal" | "high" | "critical";

export interface ErrorDetail {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryable: boolean;
}
export interface TaskResult {
  readonly summary: string;
  readonly format: string;
  readonly content: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

export const templates = schema.table("templates", {
  template_id: uuid().primaryKey(),
  name: text().notNull(),
  description: text().notNull(),
  specializations: jsonb().$type<readonly string[]>().notNull(),
  capabilities: jsonb().$type<readonly string[]>().notNull(),
  model_id: uuid(),
  tool_ids: jsonb().$type<readonly string[]>().notNull(),
  created_at: instant().notNull(),
  updated_at: instant().notNull(),
  /** How the agents of the template fared. */
  tasks_completed: integer().notNull().default(0),
  tasks_failed: integer().notNull().default(0),
});

export const agents = schema.table(
  "agents",
  {
    agent_id: uuid().primaryKey(),
    name: text().notNull(),
    template_id: uuid().notNull(),
    project_id: uuid(),
    specializations: jsonb().$type<readonly string[]>().notNull(),
    capabilities: jsonb().$type<readonly string[]>().notNull(),
    state: text().$type<AgentState>().notNull(),
    current_task_id: uuid(),
    tasks_completed: integer().notNull(),
    tasks_failed: integer().notNull(),
    created_at: instant().notNull(),
    updated_at: instant().notNull(),
  },
  (table) => [index("agents_by_project").on(table.project_id, table.agent_id)],
);

/** One a project: its primary key is what makes building a team twice impossible. */
export const teams = schema.table("teams", {
  project_id: uuid().primaryKey(),
  team_id: uuid().notNull(),
  created_at: instant().notNull(),
});

export const stateHistory = schema.table(
  "state_history",
  {
    change_id: uuid().primaryKey(),
    agent_id: uuid().notNull(),
    previous_state: text().$type<AgentState>(),
    state: text().$type<AgentState>().notNull(),
    reason: text(),
    task_id: uuid(),
    changed_at: instant().notNull(),
  },
  (table) => [index("state_history_by_agent").on(table.agent_id, table.change_id)],
);

export const agentTasks = schema.table(
  "agent_tasks",
  {
    task_id: uuid().notNull(),
    attempt: integer().notNull(),
    agent_id: uuid().notNull(),
    project_id: uuid().notNull(),
    title: text().notNull(),
    priority: text().$type<Priority>().notNull(),
    status: text().$type<AgentTaskStatus>().notNull(),
    result: jsonb().$type<TaskResult>(),
    error: jsonb().$type<ErrorDetail>(),
    assigned_at: instant().notNull(),
    completed_at: instant(),
    /** Order of arrival. */
    position: uuid().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.task_id, table.attempt] }),
    index("agent_tasks_by_agent").on(table.agent_id, table.position),
  ],
);

/** Tasks that nobody is to work on any more; news of it may come before the task itself. */
export const cancelledTasks = schema.table("cancelled_tasks", {
  task_id: uuid().primaryKey(),
  cancelled_at: instant().notNull(),
});
