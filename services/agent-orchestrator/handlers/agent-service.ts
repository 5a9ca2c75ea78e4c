import type { AgentOrchestratorHandlers } from "@berrys/platform/services/agent-orchestrator";
import { pageOf, positionOfCursor } from "@berrys/runtime/page";
import { matchAgent } from "../match-agent.ts";
import { fromProtoState, teamToProto, toProto } from "../proto.ts";
import type { Store } from "../store.ts";
import { createTeam, releaseAgents } from "../teams.ts";

const defaultLimit = 20;
const maxLimit = 100;

/** RPC: teams and agents for other services. */
export const agentService: AgentOrchestratorHandlers<Store>["rpc"]["agentService"] = {
  createTeam: async ({ projectId, ...order }, context) => ({
    team: teamToProto(await context.transaction((tx) => createTeam(tx, projectId, order))),
  }),

  getTeam: async ({ projectId }, { store }) => {
    const team = await store.getTeam(projectId);
    return { team: teamToProto({ ...team, agents: await store.agentsOf(projectId) }) };
  },

  matchAgent: async ({ projectId, requiredCapabilities, taskId }, { store }) => {
    const loads = await store.loads(projectId, taskId);
    const candidates = (await store.agentsOf(projectId)).map((agent) => ({
      ...agent,
      ...(loads.get(agent.agent_id) ?? { openTasks: 0, failedBefore: false }),
    }));
    const best = matchAgent(candidates, requiredCapabilities, taskId);
    return best === undefined ? {} : { agent: toProto(best), openTasks: best.openTasks };
  },

  getAgent: async ({ agentId }, { store }) => ({ agent: toProto(await store.getAgent(agentId)) }),

  listAgents: async ({ projectId, state, limit, cursor }, { store }) => {
    const size = Math.min(limit > 0 ? limit : defaultLimit, maxLimit);
    const rows = await store.listAgents({
      limit: size,
      after: positionOfCursor(cursor === "" ? undefined : cursor),
      projectId: projectId === "" ? undefined : projectId,
      state: fromProtoState(state),
    });
    const { items, nextCursor } = pageOf(rows, size, (row) => row.agent_id);
    return { agents: items.map(toProto), nextCursor: nextCursor ?? "" };
  },

  releaseAgents: async ({ projectId, reason }, context) => {
    const release = {
      projectId,
      reason: reason === "" ? undefined : reason,
      agentIds: null,
      busyToo: false,
    };
    const released = await context.transaction((tx) => releaseAgents(tx, release));
    return { releasedAgentIds: [...released] };
  },
};
