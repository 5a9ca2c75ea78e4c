import type { TaskReportResult } from "@berrys/platform/commands/task";
import { type Ctx, completeTask, failTask, reportProgress, startTask } from "../tasks.ts";

/** Takes an agent's result. A result of an attempt that is over, or of a task that has ended, changes nothing. */
export async function taskReportResult(command: TaskReportResult, context: Ctx): Promise<void> {
  const { task_id, project_id, agent_id, attempt, status, result, error, execution_time_ms } =
    command.data;
  await context.transaction(async (tx) => {
    await tx.store.lockPlan(project_id);
    const task = await tx.store.task(task_id);
    if (task.attempt !== attempt || (task.state !== "assigned" && task.state !== "in_progress"))
      return;
    // The result may overtake the news that the agent began.
    const running = await startTask(tx, task, agent_id);
    if (status === "completed" && result !== undefined) {
      await completeTask(tx, running, {
        agentId: agent_id,
        result,
        executionTimeMs: execution_time_ms,
      });
      await reportProgress(tx, running, { result });
      return;
    }
    const reason = error ?? {
      code: "unknown",
      message: "The agent gave no result",
      retryable: true,
    };
    await failTask(tx, running, reason);
    await reportProgress(tx, running, { error: reason });
  });
}
