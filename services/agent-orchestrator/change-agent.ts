import { BerrysError } from "@berrys/runtime/errors";
import { becomeReady, changeState, type Tx, terminate } from "./agents.ts";
import type { AgentRow } from "./store.ts";
import { failOpenTasks } from "./tasks.ts";

/** Pauses an active agent, or lets a paused one go on; one that is as wanted already stays as it is. */
export async function setAgentState(
  tx: Tx,
  agentId: string,
  to: "paused" | "ready",
  reason: string | undefined,
): Promise<AgentRow> {
  const agent = await tx.store.lockAgent(agentId);
  if (agent.state === to) return agent;
  if (to === "paused") return changeState(tx, agent, { to, reason });
  if (agent.state !== "paused") {
    throw new BerrysError(
      "failed_precondition",
      `The agent ${agent.name} is ${agent.state}; only one that is paused can be made ready`,
    );
  }
  // Paused in the middle of a task, it goes on with it.
  if (agent.current_task_id !== null) return changeState(tx, agent, { to: "active", reason });
  return becomeReady(tx, agent, reason);
}

/** Shuts an agent down; the task in its hands fails, so that another agent gets it. */
export async function terminateAgent(
  tx: Tx,
  agentId: string,
  reason: string | undefined,
): Promise<AgentRow> {
  const agent = await tx.store.lockAgent(agentId);
  if (agent.state === "terminated") return agent;
  await failOpenTasks(tx, agent, {
    code: "aborted",
    message: `The agent ${agent.name} was terminated`,
    retryable: true,
  });
  return terminate(tx, await tx.store.lockAgent(agentId), reason);
}
