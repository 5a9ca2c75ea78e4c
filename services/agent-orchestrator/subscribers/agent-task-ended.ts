import type { AgentTaskCompleted, AgentTaskFailed } from "@berrys/platform/events/agent";
import type { Ctx } from "../agents.ts";

/** Counts a success for the template of the agent. */
export async function agentTaskCompleted(event: AgentTaskCompleted, context: Ctx): Promise<void> {
  await context.transaction((tx) => tx.store.countTask(event.data.agent_id, "completed"));
}

/** Counts a failure for the template of the agent. */
export async function agentTaskFailed(event: AgentTaskFailed, context: Ctx): Promise<void> {
  await context.transaction((tx) => tx.store.countTask(event.data.agent_id, "failed"));
}
