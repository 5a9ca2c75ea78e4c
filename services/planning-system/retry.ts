import { BerrysError } from "@berrys/runtime/errors";
import type { TaskRow } from "./store.ts";
import { makeReady, type Tx } from "./tasks.ts";

/** Gives a failed task one more attempt. */
export async function retryTask(
  tx: Tx,
  taskId: string,
  reason: string | undefined,
): Promise<TaskRow> {
  const { project_id } = await tx.store.task(taskId);
  await tx.store.lockPlan(project_id);
  const task = await tx.store.task(taskId);
  if (task.state !== "failed") {
    throw new BerrysError(
      "failed_precondition",
      `Only a failed task can be retried; this one is ${task.state}`,
    );
  }
  const again = await tx.store.updateTask(taskId, {
    max_attempts: Math.max(task.max_attempts, task.attempt + 1),
  });
  await makeReady(tx, again, reason);
  return tx.store.task(taskId);
}
