import type {
  AgentCancelTask,
  AgentCreateAgent,
  AgentReleaseAgents,
} from "@berrys/platform/commands/agent";
import { type Ctx, createAgent, nameInTeam } from "../agents.ts";
import { dropTask } from "../tasks.ts";
import { releaseAgents } from "../teams.ts";

/** Adds an agent to the team of a project. */
export async function agentCreateAgent(command: AgentCreateAgent, context: Ctx): Promise<void> {
  const { project_id, template_id, name, specializations, reason } = command.data;
  await context.transaction(async (tx) => {
    const template = await tx.store.getTemplate(template_id);
    const team = await tx.store.agentsOf(project_id);
    await createAgent(tx, template, {
      name: name ?? nameInTeam(template, team),
      projectId: project_id,
      specializations,
      reason,
    });
  });
}

/** Lets agents of a project go, those at work included. */
export async function agentReleaseAgents(command: AgentReleaseAgents, context: Ctx): Promise<void> {
  const { project_id, agent_ids, reason } = command.data;
  await context.transaction((tx) =>
    releaseAgents(tx, {
      projectId: project_id,
      reason,
      agentIds: agent_ids ?? null,
      busyToo: true,
    }),
  );
}

/** Takes a task away from its agent. */
export async function agentCancelTask(command: AgentCancelTask, context: Ctx): Promise<void> {
  const { task_id, reason } = command.data;
  await context.transaction((tx) => dropTask(tx, task_id, reason));
}
