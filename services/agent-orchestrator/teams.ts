import { now } from "@berrys/runtime/database/columns";
import { v7 as uuidv7 } from "uuid";
import { createAgent, nameInTeam, type Tx, terminate } from "./agents.ts";
import { chooseTeam, type TeamOrder } from "./choose-team.ts";
import type { AgentRow, TeamRow } from "./store.ts";

export interface Team extends TeamRow {
  /** In the order they were made. */
  readonly agents: readonly AgentRow[];
}

/** Builds the team of a project; a project that has one keeps it. */
export async function createTeam(tx: Tx, projectId: string, order: TeamOrder): Promise<Team> {
  const team = { project_id: projectId, team_id: uuidv7(), created_at: now() };
  if (!(await tx.store.addTeam(team))) {
    return { ...(await tx.store.getTeam(projectId)), agents: await tx.store.agentsOf(projectId) };
  }
  const agents: AgentRow[] = [];
  for (const template of chooseTeam(await tx.store.allTemplates(), order)) {
    const name = nameInTeam(template, agents);
    agents.push(await createAgent(tx, template, { name, projectId, reason: "The team is built" }));
  }
  return { ...team, agents };
}

/** Which agents of a project are let go. */
export interface Release {
  readonly projectId: string;
  readonly reason: string | undefined;
  /** Null: all. */
  readonly agentIds: readonly string[] | null;
  /** Whether those at work go too. */
  readonly busyToo: boolean;
}

/** Lets agents of a project go and returns the ids of those that went. */
export async function releaseAgents(tx: Tx, release: Release): Promise<readonly string[]> {
  const { projectId, reason, agentIds, busyToo } = release;
  const released: string[] = [];
  for (const agent of await tx.store.lockAgentsOf(projectId)) {
    if (agentIds !== null && !agentIds.includes(agent.agent_id)) continue;
    if (agent.state === "active" && !busyToo) continue;
    await terminate(tx, agent, reason);
    released.push(agent.agent_id);
  }
  return released;
}
