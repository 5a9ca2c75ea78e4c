import type { ErrorDetail } from "@berrys/platform/schemas/common";
import type { TaskResult } from "@berrys/platform/schemas/task";
import type {
  PlanningSystemContext,
  PlanningSystemPublisher,
  PlanningSystemSender,
} from "@berrys/platform/services/planning-system";
import type { Transaction } from "@berrys/runtime/context";
import { now } from "@berrys/runtime/database/columns";
import { type TaskState, taskStates } from "./state-machine.ts";
import type { Store, TaskChanges, TaskRow } from "./store.ts";
import { freedTasks, longestChainMs } from "./task-graph.ts";

export type Ctx = PlanningSystemContext<Store>;
export type Tx = Transaction<Store, PlanningSystemPublisher, PlanningSystemSender>;

/** Moves a task to another state: row and `task.status_changed`, in the transaction that holds the plan's lock. */
export async function changeState(
  tx: Tx,
  task: TaskRow,
  to: TaskState,
  changes: TaskChanges = {},
  reason?: string,
): Promise<TaskRow> {
  taskStates.assert(task.state, to);
  const at = now();
  const ended = to === "completed" || to === "failed" || to === "cancelled";
  const changed = await tx.store.updateTask(task.task_id, {
    ...(ended ? { completed_at: at } : {}),
    ...changes,
    state: to,
    updated_at: at,
  });
  await tx.publish.taskStatusChanged({
    task_id: task.task_id,
    project_id: task.project_id,
    title: task.title,
    previous_state: task.state,
    state: to,
    changed_at: at,
    ...(reason === undefined ? {} : { reason }),
  });
  return changed;
}

/** Makes a task ready for an agent. */
export async function makeReady(tx: Tx, task: TaskRow, reason?: string): Promise<void> {
  const changes = { agent_id: null, completed_at: null };
  const ready = await changeState(tx, task, "ready", changes, reason);
  await tx.publish.taskReady({
    task_id: ready.task_id,
    project_id: ready.project_id,
    title: ready.title,
    task_type: ready.task_type,
    priority: ready.priority,
    required_capabilities: ready.required_capabilities,
    state: "ready",
    attempt: ready.attempt + 1,
  });
}

/** Makes every pending task ready whose dependencies are completed; resolves with their ids. */
export async function readyFreedTasks(tx: Tx, planId: string): Promise<readonly string[]> {
  const all = await tx.store.tasksOfPlan(planId);
  const freed = new Set(freedTasks(all.map((task) => ({ id: task.task_id, ...task }))));
  for (const task of all) if (freed.has(task.task_id)) await makeReady(tx, task);
  return [...freed];
}

/** An agent began; a task that began already stays as it is. */
export async function startTask(tx: Tx, task: TaskRow, agentId: string): Promise<TaskRow> {
  if (task.state !== "assigned") return task;
  const started = await changeState(tx, task, "in_progress", { started_at: now() });
  await tx.publish.taskStarted({
    task_id: task.task_id,
    project_id: task.project_id,
    title: task.title,
    agent_id: agentId,
    previous_state: "assigned",
    state: "in_progress",
    attempt: task.attempt,
    started_at: started.updated_at,
  });
  return started;
}

/** Completes a running task and frees those that waited for it. */
export async function completeTask(
  tx: Tx,
  task: TaskRow,
  outcome: {
    readonly agentId: string;
    readonly result: TaskResult;
    readonly executionTimeMs: number;
  },
): Promise<void> {
  const done = await changeState(tx, task, "completed", {
    result: outcome.result,
    error: null,
    progress_percent: 100,
  });
  await tx.store.endAssignment(task.task_id, task.attempt, done.updated_at);
  await tx.publish.taskCompleted({
    task_id: task.task_id,
    project_id: task.project_id,
    title: task.title,
    agent_id: outcome.agentId,
    state: "completed",
    attempt: task.attempt,
    summary: outcome.result.summary,
    execution_time_ms: outcome.executionTimeMs,
    completed_at: done.updated_at,
  });
  await readyFreedTasks(tx, task.plan_id);
}

/** Fails a running task: ready again while attempts are left, else the rest of the plan is cancelled. */
export async function failTask(tx: Tx, task: TaskRow, error: ErrorDetail): Promise<void> {
  const willRetry = task.attempt < task.max_attempts;
  const failed = await changeState(tx, task, "failed", { error }, error.message);
  await tx.store.endAssignment(task.task_id, task.attempt, failed.updated_at);
  await tx.publish.taskFailed({
    task_id: task.task_id,
    project_id: task.project_id,
    title: task.title,
    state: "failed",
    attempt: task.attempt,
    max_attempts: task.max_attempts,
    will_retry: willRetry,
    error,
    failed_at: failed.updated_at,
    ...(task.agent_id === null ? {} : { agent_id: task.agent_id }),
  });
  if (willRetry) await makeReady(tx, failed);
  else await cancelOpenTasks(tx, task.plan_id, `The task "${task.title}" failed`);
}

/** Cancels one task and tells its agent to stop. */
export async function cancelTask(tx: Tx, task: TaskRow, reason: string): Promise<TaskRow> {
  const cancelled = await changeState(tx, task, "cancelled", {}, reason);
  const agent = task.agent_id === null ? {} : { agent_id: task.agent_id };
  await tx.publish.taskCancelled({
    task_id: task.task_id,
    project_id: task.project_id,
    title: task.title,
    previous_state: task.state,
    state: "cancelled",
    reason,
    cancelled_at: cancelled.updated_at,
    ...agent,
  });
  if (task.agent_id !== null && (task.state === "assigned" || task.state === "in_progress")) {
    await tx.store.endAssignment(task.task_id, task.attempt, cancelled.updated_at);
    await tx.send.agentCancelTask({
      agent_id: task.agent_id,
      task_id: task.task_id,
      project_id: task.project_id,
      reason,
    });
  }
  return cancelled;
}

/** Cancels every task of a plan that has not ended. */
export async function cancelOpenTasks(tx: Tx, planId: string, reason: string): Promise<void> {
  for (const task of await tx.store.tasksOfPlan(planId)) {
    if (taskStates.allows(task.state, "cancelled") && task.state !== "failed") {
      await cancelTask(tx, task, reason);
    }
  }
}

/** Time in milliseconds that a plan needs along its longest chain of tasks. */
export function estimatedDurationMs(tasks: readonly TaskRow[]): number {
  return longestChainMs(
    tasks.map(({ task_id, dependencies, estimated_duration_ms }) => ({
      id: task_id,
      dependencies,
      estimatedMs: estimated_duration_ms,
    })),
  );
}

export interface Progress {
  readonly total: number;
  readonly completed: number;
  readonly failed: number;
  readonly percent: number;
}

/** Progress of a plan; cancelled tasks do not count. */
export function progressOf(tasks: readonly { readonly state: TaskState }[]): Progress {
  const count = (state: TaskState): number => tasks.filter((task) => task.state === state).length;
  const total = tasks.length - count("cancelled");
  const completed = count("completed");
  const percent = total === 0 ? 0 : Math.round((completed / total) * 1000) / 10;
  return { total, completed, failed: count("failed"), percent };
}

/** Tells the Project Coordinator how far the plan is after a change of `task`. */
export async function reportProgress(
  tx: Tx,
  task: TaskRow,
  outcome: { readonly result?: TaskResult; readonly error?: ErrorDetail } = {},
): Promise<void> {
  await tx.send.projectReportProgress({
    project_id: task.project_id,
    task_id: task.task_id,
    title: task.title,
    ...progressOf(await tx.store.tasksOfPlan(task.plan_id)),
    ...outcome,
  });
}
