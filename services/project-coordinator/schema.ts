import { instant } from "@berrys/runtime/database/columns";
import { boolean, index, integer, jsonb, pgSchema, text, uuid } from "drizzle-orm/pg-core";
import type { ProjectState } from "./state-machine.ts";

export const schema = pgSchema("project_coordinator");

interface Requirements {
  readonly data_sources?: readonly string[];
  readonly deliverables?: readonly string[];
}
interface Constraints {
  readonly deadline?: string;
  readonly max_agents?: number;
  readonly max_cost?: number;
}
interface Preferences {
  readonly agent_types?: readonly string[];
  readonly output_formats?: readonly string[];
}
interface Progress {
  readonly total: number;
  readonly completed: number;
  readonly failed: number;
  readonly percent: number;
}

/** Columns carry the contract's property names, so that a row is nearly the resource. */
export const projects = schema.table(
  "projects",
  {
    project_id: uuid().primaryKey(),
    name: text().notNull(),
    description: text().notNull(),
    objectives: jsonb().$type<readonly string[]>().notNull(),
    requirements: jsonb().$type<Requirements>().notNull(),
    constraints: jsonb().$type<Constraints>().notNull(),
    preferences: jsonb().$type<Preferences>().notNull(),
    auto_approve: boolean().notNull(),
    state: text().$type<ProjectState>().notNull(),
    state_reason: text(),
    progress: jsonb().$type<Progress>().notNull(),
    plan_id: uuid(),
    plan_revision: integer().notNull().default(0),
    required_capabilities: jsonb().$type<readonly string[]>().notNull(),
    team_id: uuid(),
    created_by: text().notNull(),
    version: integer().notNull(),
    created_at: instant().notNull(),
    updated_at: instant().notNull(),
    started_at: instant(),
    completed_at: instant(),
  },
  (table) => [index("projects_by_state").on(table.state, table.project_id)],
);

export const statusHistory = schema.table(
  "status_history",
  {
    change_id: uuid().primaryKey(),
    project_id: uuid().notNull(),
    previous_state: text().$type<ProjectState>(),
    state: text().$type<ProjectState>().notNull(),
    reason: text(),
    changed_by: text().notNull(),
    changed_at: instant().notNull(),
  },
  (table) => [index("status_history_by_project").on(table.project_id, table.change_id)],
);

export const teamMembers = schema.table(
  "team_members",
  {
    agent_id: uuid().primaryKey(),
    project_id: uuid().notNull(),
    team_id: uuid().notNull(),
    name: text().notNull(),
    capabilities: jsonb().$type<readonly string[]>().notNull(),
  },
  (table) => [index("team_members_by_project").on(table.project_id)],
);

export const results = schema.table(
  "results",
  {
    result_id: uuid().primaryKey(),
    project_id: uuid().notNull(),
    task_id: uuid().notNull().unique(),
    title: text().notNull(),
    format: text().notNull(),
    content: text().notNull(),
    created_at: instant().notNull(),
  },
  (table) => [index("results_by_project").on(table.project_id, table.result_id)],
);
