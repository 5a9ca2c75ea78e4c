import type { AgentReady } from "@berrys/platform/events/agent";
import { BerrysError } from "@berrys/runtime/errors";
import { assign, matchAgents } from "../dispatch.ts";
import type { Ctx } from "../tasks.ts";

/** An agent that is free may be the one that a waiting task needs. */
export async function agentReady(event: AgentReady, context: Ctx): Promise<void> {
  const { project_id } = event.data;
  if (project_id === undefined) return;
  const waiting = await waitingTasks(context, project_id);
  if (waiting.length === 0) return;
  const matches = await matchAgents(context, waiting);
  await context.transaction(async (tx) => {
    await assign(tx, await tx.store.lockPlan(project_id), matches);
  });
}

/** Ready tasks of the project; none where it has no plan. */
async function waitingTasks(context: Ctx, projectId: string) {
  try {
    const plan = await context.store.currentPlan(projectId);
    if (plan.paused || plan.state !== "approved") return [];
    const tasks = await context.store.tasksOfPlan(plan.plan_id);
    return tasks.filter((task) => task.state === "ready");
  } catch (error) {
    if (error instanceof BerrysError && error.code === "not_found") return [];
    throw error;
  }
}
