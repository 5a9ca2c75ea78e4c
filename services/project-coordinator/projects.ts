import type { ErrorDetail } from "@berrys/platform/schemas/common";
import type { NewProject } from "@berrys/platform/schemas/project";
import type {
  ProjectCoordinatorContext,
  ProjectCoordinatorPublisher,
  ProjectCoordinatorSender,
} from "@berrys/platform/services/project-coordinator";
import type { Transaction } from "@berrys/runtime/context";
import { instantOf, now } from "@berrys/runtime/database/columns";
import { v7 as uuidv7 } from "uuid";
import { type ProjectState, projectStates } from "./state-machine.ts";
import type { ProjectChanges, ProjectRow, Store } from "./store.ts";

export type Ctx = ProjectCoordinatorContext<Store>;
export type Tx = Transaction<Store, ProjectCoordinatorPublisher, ProjectCoordinatorSender>;

/** Who acts where no person does. */
export const coordinator = "project-coordinator";

export interface StateChange {
  readonly to: ProjectState;
  readonly by: string;
  readonly reason?: string;
  readonly changes?: ProjectChanges;
}

/** Moves a locked project to another state: row, history and `project.status_changed`, in the transaction. */
export async function changeState(
  tx: Tx,
  project: ProjectRow,
  change: StateChange,
): Promise<ProjectRow> {
  projectStates.assert(project.state, change.to);
  const at = now();
  const reason = change.reason ?? null;
  const changed = await tx.store.update(project, {
    ...change.changes,
    state: change.to,
    state_reason: reason,
    updated_at: at,
    ...(projectStates.isFinal(change.to) ? { completed_at: at } : {}),
  });
  await tx.store.addStatusChange({
    change_id: uuidv7(),
    project_id: project.project_id,
    previous_state: project.state,
    state: change.to,
    reason,
    changed_by: change.by,
    changed_at: at,
  });
  await tx.publish.projectStatusChanged({
    project_id: project.project_id,
    name: project.name,
    previous_state: project.state,
    state: change.to,
    changed_by: change.by,
    changed_at: at,
    ...(reason === null ? {} : { reason }),
  });
  return changed;
}

/** Ends a project that has not ended yet as failed and lets its agents go. */
export async function failProject(tx: Tx, project: ProjectRow, error: ErrorDetail): Promise<void> {
  if (projectStates.isFinal(project.state)) return;
  const failed = await changeState(tx, project, {
    to: "failed",
    by: coordinator,
    reason: error.message.slice(0, 2000),
  });
  await tx.publish.projectFailed({
    project_id: project.project_id,
    name: project.name,
    previous_state: project.state,
    state: "failed",
    error,
    progress: failed.progress,
    failed_at: failed.updated_at,
  });
  await tx.send.agentReleaseAgents({
    project_id: project.project_id,
    reason: "The project failed",
  });
}

/** Completes a running project whose tasks are all done; any other stays as it is. */
export async function completeIfDone(tx: Tx, project: ProjectRow): Promise<ProjectRow> {
  const { total, completed } = project.progress;
  if (project.state !== "executing" || total === 0 || completed < total) return project;
  const done = await changeState(tx, project, { to: "completed", by: coordinator });
  await tx.publish.projectCompleted({
    project_id: project.project_id,
    name: project.name,
    state: "completed",
    progress: done.progress,
    result_count: await tx.store.countResults(project.project_id),
    completed_at: done.updated_at,
  });
  await tx.send.agentReleaseAgents({
    project_id: project.project_id,
    reason: "The project is completed",
  });
  return done;
}

/** Ends a project at somebody's wish; one that is cancelled already stays as it is. */
export async function cancelProject(
  tx: Tx,
  projectId: string,
  by: string,
  reason: string | undefined,
): Promise<ProjectRow> {
  const project = await tx.store.lock(projectId);
  if (project.state === "cancelled") return project;
  const cancelled = await changeState(tx, project, {
    to: "cancelled",
    by,
    ...(reason === undefined ? {} : { reason }),
  });
  await tx.publish.projectCancelled({
    project_id: project.project_id,
    name: project.name,
    previous_state: project.state,
    state: "cancelled",
    cancelled_by: by,
    cancelled_at: cancelled.updated_at,
    ...(reason === undefined ? {} : { reason }),
  });
  await tx.send.agentReleaseAgents({
    project_id: project.project_id,
    reason: "The project was cancelled",
  });
  return cancelled;
}

/** The plan is approved: by the project's own setting, or by a person. */
export async function approvePlan(tx: Tx, project: ProjectRow, by: string): Promise<ProjectRow> {
  const ready = await changeState(tx, project, { to: "ready", by, reason: "The plan is approved" });
  await tx.publish.projectPlanApproved({
    project_id: project.project_id,
    name: project.name,
    state: "ready",
    plan_id: planOf(project),
    plan_revision: project.plan_revision,
    required_capabilities: project.required_capabilities,
    approved_by: by,
    approved_at: ready.updated_at,
  });
  return ready;
}

/** Id of the current plan; only projects past planning are asked for it. */
export function planOf(project: ProjectRow): string {
  if (project.plan_id === null) throw new Error(`project ${project.project_id} has no plan`);
  return project.plan_id;
}

/** Limits as they are kept: the deadline in UTC. */
export function constraintsOf({ constraints = {} }: Pick<NewProject, "constraints">) {
  const { deadline } = constraints;
  return deadline === undefined ? constraints : { ...constraints, deadline: instantOf(deadline) };
}

/** Who asks, for the record. */
export function actorOf(context: Ctx): string {
  return context.principal?.id ?? coordinator;
}
