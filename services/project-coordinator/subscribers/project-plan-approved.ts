import type { ProjectPlanApproved } from "@berrys/platform/events/project";
import { now } from "@berrys/runtime/database/columns";
import { BerrysError } from "@berrys/runtime/errors";
import { type Ctx, changeState, coordinator } from "../projects.ts";
import { fromProtoAgentState } from "../proto.ts";

/** Assembles the team that the plan needs. */
export async function projectPlanApproved(event: ProjectPlanApproved, context: Ctx): Promise<void> {
  const project = await context.store.find(event.data.project_id);
  if (project?.state !== "ready") return;
  const { team } = await context.clients.agentService.createTeam(
    {
      projectId: project.project_id,
      requiredCapabilities: [...project.required_capabilities],
      agentTypes: [...(project.preferences.agent_types ?? [])],
      maxAgents: project.constraints.max_agents ?? 0,
    },
    { signal: context.signal },
  );
  if (team === undefined) throw new BerrysError("internal", "The answer holds no team");
  const members = team.agents.map((agent) => ({
    agent_id: agent.agentId,
    name: agent.name,
    role: agent.specializations[0] ?? "generalist",
    specializations: agent.specializations,
    capabilities: agent.capabilities,
    state: fromProtoAgentState(agent.state),
  }));
  await context.transaction(async (tx) => {
    const current = await tx.store.findAndLock(project.project_id);
    if (current?.state !== "ready") return;
    await tx.store.saveTeam(
      members.map(({ agent_id, name, capabilities }) => ({
        agent_id,
        name,
        capabilities,
        project_id: project.project_id,
        team_id: team.teamId,
      })),
    );
    await changeState(tx, current, {
      to: "team_assembly",
      by: coordinator,
      changes: { team_id: team.teamId },
    });
    await tx.publish.projectTeamCreated({
      project_id: project.project_id,
      name: project.name,
      state: "team_assembly",
      team_id: team.teamId,
      members,
      created_at: now(),
    });
  });
}
