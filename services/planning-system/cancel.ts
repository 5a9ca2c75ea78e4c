import { taskStates } from "./state-machine.ts";
import type { TaskRow } from "./store.ts";
import { dependentsOf } from "./task-graph.ts";
import { cancelTask, reportProgress, type Tx } from "./tasks.ts";

/** Cancels a task and all that wait for it, since they could never become ready; resolves with the task. */
export async function cancelWithDependents(
  tx: Tx,
  taskId: string,
  reason: string,
): Promise<TaskRow> {
  const { project_id } = await tx.store.task(taskId);
  const plan = await tx.store.lockPlan(project_id);
  const task = await tx.store.task(taskId);
  if (task.state === "cancelled") return task;
  const cancelled = await cancelTask(tx, task, reason);
  const all = await tx.store.tasksOfPlan(plan.plan_id);
  const waiting = dependentsOf(
    all.map((other) => ({ id: other.task_id, dependencies: other.dependencies })),
    taskId,
  );
  for (const other of all) {
    if (waiting.has(other.task_id) && taskStates.allows(other.state, "cancelled")) {
      await cancelTask(tx, other, `It waits for "${task.title}", which was cancelled`);
    }
  }
  await reportProgress(tx, cancelled);
  return cancelled;
}
