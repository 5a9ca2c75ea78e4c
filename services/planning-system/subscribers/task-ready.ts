import type { TaskReady } from "@berrys/platform/events/task";
import { assign, matchAgents } from "../dispatch.ts";
import type { Ctx } from "../tasks.ts";

/** Hands a task that became ready to the agent that fits it best. */
export async function taskReady(event: TaskReady, context: Ctx): Promise<void> {
  const { project_id, task_id } = event.data;
  const plan = await context.store.currentPlan(project_id);
  const task = await context.store.task(task_id);
  if (plan.paused || task.state !== "ready") return;
  const matches = await matchAgents(context, [task]);
  await context.transaction(async (tx) => {
    await assign(tx, await tx.store.lockPlan(project_id), matches);
  });
}
