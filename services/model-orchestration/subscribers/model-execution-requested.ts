import type { ModelExecutionRequested } from "@berrys/platform/events/model";
import { execute } from "../execute.ts";
import { type Ctx, orderOf } from "../executions.ts";

/** Runs an execution that nobody waits for; those of callers that wait are theirs to run. */
export async function modelExecutionRequested(
  event: ModelExecutionRequested,
  context: Ctx,
): Promise<void> {
  const execution = await context.store.find(event.data.execution_id);
  if (execution?.detached !== true || execution.completed_at !== null) return;
  await execute(orderOf(execution), context);
}
