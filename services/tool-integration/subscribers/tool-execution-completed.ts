import type { ToolExecutionCompleted } from "@berrys/platform/events/tool";
import type { Ctx } from "../executions.ts";

/** Counts executions and their time per tool. */
export async function toolExecutionCompleted(
  event: ToolExecutionCompleted,
  context: Ctx,
): Promise<void> {
  const { tool_id, execution_time_ms } = event.data;
  await context.transaction((tx) => tx.store.addUsage(tool_id, execution_time_ms));
}
