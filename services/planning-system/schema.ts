import type { ErrorDetail } from "@berrys/platform/schemas/common";
import type { TaskResult } from "@berrys/platform/schemas/task";
import { instant } from "@berrys/runtime/database/columns";
import {
  boolean,
  index,
  integer,
  jsonb,
  pgSchema,
  real,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import type { TaskState } from "./state-machine.ts";

export const schema = pgSchema("planning_system");

/** `superseded`: a newer revision took its place; only the current plan is ever shown. */
export type PlanState = "in_review" | "approved" | "rejected" | "superseded";

/** Columns carry the contract's property names, so that a row is nearly the resource. */
export const plans = schema.table(
  "plans",
  {
    plan_id: uuid().primaryKey(),
    project_id: uuid().notNull(),
    revision: integer().notNull(),
    state: text().$type<PlanState>().notNull(),
    summary: text().notNull(),
    /** What the project is about: every task gets it as input. */
    objectives: jsonb().$type<readonly string[]>().notNull(),
    data_sources: jsonb().$type<readonly string[]>().notNull(),
    output_formats: jsonb().$type<readonly string[]>().notNull(),
    /** While true no task of the plan is handed out. */
    paused: boolean().notNull().default(false),
    created_at: instant().notNull(),
    updated_at: instant().notNull(),
  },
  (table) => [unique("one_plan_per_revision").on(table.project_id, table.revision)],
);

export const tasks = schema.table(
  "tasks",
  {
    task_id: uuid().primaryKey(),
    project_id: uuid().notNull(),
    plan_id: uuid().notNull(),
    parent_task_id: uuid(),
    title: text().notNull(),
    description: text().notNull(),
    task_type: text().notNull(),
    priority: text().$type<"low" | "normal" | "high" | "critical">().notNull(),
    required_capabilities: jsonb().$type<readonly string[]>().notNull(),
    dependencies: jsonb().$type<readonly string[]>().notNull(),
    state: text().$type<TaskState>().notNull(),
    agent_id: uuid(),
    attempt: integer().notNull(),
    max_attempts: integer().notNull(),
    progress_percent: real().notNull(),
    deadline: instant(),
    estimated_duration_ms: integer(),
    result: jsonb().$type<TaskResult>(),
    error: jsonb().$type<ErrorDetail>(),
    created_at: instant().notNull(),
    updated_at: instant().notNull(),
    started_at: instant(),
    completed_at: instant(),
  },
  (table) => [
    index("tasks_by_plan").on(table.plan_id, table.task_id),
    index("tasks_by_project").on(table.project_id, table.task_id),
  ],
);

export const assignments = schema.table(
  "assignments",
  {
    assignment_id: uuid().primaryKey(),
    task_id: uuid().notNull(),
    project_id: uuid().notNull(),
    agent_id: uuid().notNull(),
    attempt: integer().notNull(),
    assigned_at: instant().notNull(),
    ended_at: instant(),
  },
  (table) => [unique("one_assignment_per_attempt").on(table.task_id, table.attempt)],
);
