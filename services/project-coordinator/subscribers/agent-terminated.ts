import type { AgentTerminated } from "@berrys/platform/events/agent";
import type { Ctx } from "../projects.ts";

/** An agent that is gone is no member of a team any more. */
export async function agentTerminated(event: AgentTerminated, context: Ctx): Promise<void> {
  await context.transaction((tx) => tx.store.removeTeamMember(event.data.agent_id));
}
