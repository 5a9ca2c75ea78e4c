import type { Plan, Task } from "@berrys/platform/schemas/task";
import type { TaskProgress } from "@berrys/platform/schemas/tasks";
import type { PlanRow, TaskRow } from "./store.ts";
import { estimatedDurationMs } from "./tasks.ts";

export function planOf(plan: PlanRow, tasks: readonly TaskRow[]): Plan {
  const { plan_id, project_id, revision, state, summary, created_at, updated_at } = plan;
  return {
    plan_id,
    project_id,
    revision,
    state: state === "superseded" ? "rejected" : state,
    summary,
    tasks: tasks.map(toResource),
    estimated_duration_ms: estimatedDurationMs(tasks),
    created_at,
    updated_at,
  };
}

/** A row has the contract's shape already. */
export function toResource(task: TaskRow): Task {
  return task;
}

export function progressOfTask(task: TaskRow): TaskProgress {
  const {
    task_id,
    state,
    progress_percent,
    attempt,
    max_attempts,
    started_at,
    completed_at,
    updated_at,
  } = task;
  return {
    task_id,
    state,
    percent: progress_percent,
    attempt,
    max_attempts,
    started_at,
    completed_at,
    updated_at,
  };
}
