import type { TaskCancelled } from "@berrys/platform/events/task";
import type { Ctx } from "../agents.ts";
import { dropTask } from "../tasks.ts";

/** Nobody works on a cancelled task. */
export async function taskCancelled(event: TaskCancelled, context: Ctx): Promise<void> {
  const { task_id, reason } = event.data;
  await context.transaction((tx) => dropTask(tx, task_id, reason));
}
