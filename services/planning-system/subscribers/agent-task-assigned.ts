import type { AgentTaskAssigned } from "@berrys/platform/events/agent";
import { type Ctx, startTask } from "../tasks.ts";

/** The agent took the task: it is in progress. */
export async function agentTaskAssigned(event: AgentTaskAssigned, context: Ctx): Promise<void> {
  const { project_id, task_id, agent_id, attempt } = event.data;
  await context.transaction(async (tx) => {
    await tx.store.lockPlan(project_id);
    const task = await tx.store.task(task_id);
    if (task.attempt === attempt) await startTask(tx, task, agent_id);
  });
}
