import type { AgentOrchestratorHandlers } from "@berrys/platform/services/agent-orchestrator";
import { pageOf, positionOfCursor } from "@berrys/runtime/page";
import { createAgent, nameInTeam } from "../agents.ts";
import { setAgentState, terminateAgent } from "../change-agent.ts";
import type { AgentRow, AgentTaskRow, Store, TemplateRow } from "../store.ts";

/** REST: agents and their templates. */
export const rest: AgentOrchestratorHandlers<Store>["rest"] = {
  listAgents: async ({ query: { limit, cursor, project_id, state } }, { store }) => {
    const after = positionOfCursor(cursor);
    const rows = await store.listAgents({ limit, after, projectId: project_id, state });
    return pageOf(rows, limit, (row) => row.agent_id);
  },

  createAgent: ({ body: { template_id, name, project_id, specializations } }, context) =>
    context.transaction(async (tx) => {
      const template = await tx.store.getTemplate(template_id);
      const team = project_id === undefined ? [] : await tx.store.agentsOf(project_id);
      return createAgent(tx, template, {
        name: name ?? (project_id === undefined ? template.name : nameInTeam(template, team)),
        projectId: project_id ?? null,
        specializations,
      });
    }),

  getAgent: ({ params }, { store }) => store.getAgent(params.agent_id),

  getAgentState: async ({ params }, { store }) => statusOf(await store.getAgent(params.agent_id)),

  setAgentState: async ({ params: { agent_id }, body: { state, reason } }, context) =>
    statusOf(await context.transaction((tx) => setAgentState(tx, agent_id, state, reason))),

  listAgentStateHistory: async ({ params: { agent_id }, query }, { store }) => {
    await store.getAgent(agent_id);
    const { limit, cursor } = query;
    const rows = await store.listStateChanges(agent_id, { limit, after: positionOfCursor(cursor) });
    const { items, nextCursor } = pageOf(rows, limit, (row) => row.change_id);
    return { items: items.map(({ change_id: _id, ...change }) => change), nextCursor };
  },

  listAgentTasks: async ({ params: { agent_id }, query: { limit, cursor } }, { store }) => {
    await store.getAgent(agent_id);
    const rows = await store.listTasks(agent_id, { limit, after: positionOfCursor(cursor) });
    const { items, nextCursor } = pageOf(rows, limit, (row) => row.position);
    return { items: items.map(taskToResource), nextCursor };
  },

  terminateAgent: ({ params: { agent_id }, body }, context) =>
    context.transaction((tx) => terminateAgent(tx, agent_id, body?.reason)),

  listTemplates: async ({ query: { limit, cursor, capability } }, { store }) => {
    const after = positionOfCursor(cursor);
    const rows = await store.listTemplates({ limit, after, capability });
    const { items, nextCursor } = pageOf(rows, limit, (row) => row.template_id);
    return { items: items.map(templateToResource), nextCursor };
  },
};

function statusOf({ agent_id, state, current_task_id, updated_at }: AgentRow) {
  return { agent_id, state, current_task_id, updated_at };
}

function taskToResource({ position: _position, ...resource }: AgentTaskRow) {
  return resource;
}

function templateToResource(row: TemplateRow) {
  const { tasks_completed: _completed, tasks_failed: _failed, ...resource } = row;
  return resource;
}
