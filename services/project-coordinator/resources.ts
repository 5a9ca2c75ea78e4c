import type { Project } from "@berrys/platform/schemas/project";
import type {
  ExecutionPhase,
  PlanningPhase,
  ProjectExecution,
  ProjectPlanning,
  ProjectStatus,
} from "@berrys/platform/schemas/projects";
import { projectStates } from "./state-machine.ts";
import type { ProjectRow } from "./store.ts";

/** The resource behind a row. */
export function toResource(row: ProjectRow): Project {
  const { plan_revision: _revision, required_capabilities: _capabilities, ...project } = row;
  return project;
}

export function statusOf({
  project_id,
  state,
  state_reason,
  progress,
  updated_at,
}: ProjectRow): ProjectStatus {
  return { project_id, state, reason: state_reason, progress, updated_at };
}

/** `approved`: whether a plan of the project was ever approved. */
export function planningOf(
  project: ProjectRow,
  { approved }: { readonly approved: boolean },
): ProjectPlanning {
  const { project_id, plan_id, plan_revision, auto_approve, updated_at } = project;
  return {
    project_id,
    phase: planningPhase(project, approved),
    plan_id,
    plan_revision,
    auto_approve,
    updated_at,
  };
}

function planningPhase({ state }: ProjectRow, approved: boolean): PlanningPhase {
  switch (state) {
    case "created":
      return "waiting";
    case "planning":
      return "planning";
    case "plan_review":
      return "in_review";
    case "rejected":
      return "rejected";
    case "failed":
    case "cancelled":
      return approved ? "approved" : "abandoned";
    default:
      return "approved";
  }
}

export function executionOf(
  project: ProjectRow,
  teamSize: number,
  resultCount: number,
): ProjectExecution {
  const { project_id, state, progress, team_id, started_at, completed_at } = project;
  return {
    project_id,
    phase: executionPhase(project),
    state,
    progress,
    team_id,
    team_size: teamSize,
    result_count: resultCount,
    started_at,
    completed_at,
  };
}

function executionPhase({ state }: ProjectRow): ExecutionPhase {
  if (state === "executing") return "running";
  if (state === "paused") return "paused";
  return projectStates.isFinal(state) ? "ended" : "not_started";
}
