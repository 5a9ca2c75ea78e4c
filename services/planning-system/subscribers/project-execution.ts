import type {
  ProjectCancelled,
  ProjectExecutionPaused,
  ProjectExecutionResumed,
} from "@berrys/platform/events/project";
import { now } from "@berrys/runtime/database/columns";
import { BerrysError } from "@berrys/runtime/errors";
import { assign, matchAgents } from "../dispatch.ts";
import { type Ctx, cancelOpenTasks } from "../tasks.ts";

/** No task is handed out until the project goes on; running tasks finish. */
export async function projectExecutionPaused(
  event: ProjectExecutionPaused,
  context: Ctx,
): Promise<void> {
  await context.transaction(async (tx) => {
    const plan = await tx.store.lockPlan(event.data.project_id);
    await tx.store.updatePlan(plan.plan_id, { paused: true, updated_at: now() });
  });
}

/** The tasks that became ready in the meantime are handed out. */
export async function projectExecutionResumed(
  event: ProjectExecutionResumed,
  context: Ctx,
): Promise<void> {
  const { plan_id } = await context.store.currentPlan(event.data.project_id);
  const waiting = (await context.store.tasksOfPlan(plan_id)).filter(
    (task) => task.state === "ready",
  );
  const matches = await matchAgents(context, waiting);
  await context.transaction(async (tx) => {
    const plan = await tx.store.lockPlan(event.data.project_id);
    const open = await tx.store.updatePlan(plan.plan_id, { paused: false, updated_at: now() });
    await assign(tx, open, matches);
  });
}

/** All tasks that have not ended are cancelled; a project without a plan has none. */
export async function projectCancelled(event: ProjectCancelled, context: Ctx): Promise<void> {
  await context.transaction(async (tx) => {
    try {
      const plan = await tx.store.lockPlan(event.data.project_id);
      await cancelOpenTasks(tx, plan.plan_id, event.data.reason ?? "The project was cancelled");
    } catch (error) {
      if (!(error instanceof BerrysError && error.code === "not_found")) throw error;
    }
  });
}
