import { createHash } from "node:crypto";
import type { AgentState } from "./state-machine.ts";

export interface Candidate {
  readonly agent_id: string;
  readonly state: AgentState;
  readonly capabilities: readonly string[];
  readonly openTasks: number;
  /** Whether it failed at this very task before. */
  readonly failedBefore: boolean;
}

/**
 * The agent that has most of the required capabilities; among equals one that did not fail at the task before, a
 * free one, the one with the fewest tasks. What is still equal is spread by task, so that tasks that are handed
 * out at once do not all go to one agent. Undefined: nobody has any of the capabilities.
 */
export function matchAgent<Agent extends Candidate>(
  candidates: readonly Agent[],
  required: readonly string[],
  taskId: string,
): Agent | undefined {
  const ranked = candidates
    .filter(({ state }) => state === "ready" || state === "active")
    .map((agent) => ({ agent, covered: covered(agent, required) }))
    .filter(({ covered }) => covered > 0 || required.length === 0)
    .map(({ agent, covered }) => ({
      agent,
      rank: [
        -covered,
        Number(agent.failedBefore),
        Number(agent.state !== "ready"),
        agent.openTasks,
        spread(taskId, agent.agent_id),
      ],
    }))
    .sort((a, b) => {
      const index = a.rank.findIndex((value, at) => value !== b.rank[at]);
      return index === -1 ? 0 : (a.rank[index] ?? 0) - (b.rank[index] ?? 0);
    });
  return ranked[0]?.agent;
}

function covered({ capabilities }: Candidate, required: readonly string[]): number {
  return required.filter((wanted) => capabilities.includes(wanted)).length;
}

function spread(taskId: string, agentId: string): number {
  return createHash("sha256").update(`${taskId}/${agentId}`).digest().readUInt32BE(0);
}
