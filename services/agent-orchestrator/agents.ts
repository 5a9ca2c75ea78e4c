import type {
  AgentOrchestratorContext,
  AgentOrchestratorPublisher,
  AgentOrchestratorSender,
} from "@berrys/platform/services/agent-orchestrator";
import type { Transaction } from "@berrys/runtime/context";
import { now } from "@berrys/runtime/database/columns";
import { v7 as uuidv7 } from "uuid";
import { type AgentState, agentStates } from "./state-machine.ts";
import type { AgentChanges, AgentRow, Store, TemplateRow } from "./store.ts";

export type Ctx = AgentOrchestratorContext<Store>;
export type Tx = Transaction<Store, AgentOrchestratorPublisher, AgentOrchestratorSender>;

export interface StateChange {
  readonly to: AgentState;
  /** Why, in a sentence. */
  readonly reason?: string | undefined;
  readonly taskId?: string;
  readonly changes?: AgentChanges;
}

/** Moves a locked agent to another state: row, history and `agent.state_changed`, in the transaction. */
export async function changeState(tx: Tx, agent: AgentRow, change: StateChange): Promise<AgentRow> {
  agentStates.assert(agent.state, change.to);
  const at = now();
  const changed = await tx.store.updateAgent(agent.agent_id, {
    ...change.changes,
    state: change.to,
    updated_at: at,
  });
  await tx.store.addStateChange({
    change_id: uuidv7(),
    agent_id: agent.agent_id,
    previous_state: agent.state,
    state: change.to,
    reason: change.reason ?? null,
    task_id: change.taskId ?? null,
    changed_at: at,
  });
  await tx.publish.agentStateChanged({
    ...identityOf(agent),
    previous_state: agent.state,
    state: change.to,
    changed_at: at,
    ...(change.reason === undefined ? {} : { reason: change.reason }),
    ...(change.taskId === undefined ? {} : { task_id: change.taskId }),
  });
  return changed;
}

export interface NewAgent {
  readonly name: string;
  readonly projectId: string | null;
  /** Replace those of the template. */
  readonly specializations?: readonly string[] | undefined;
  readonly reason?: string | undefined;
}

/** Makes an agent from a template and brings it to `ready`. */
export async function createAgent(
  tx: Tx,
  template: TemplateRow,
  order: NewAgent,
): Promise<AgentRow> {
  const at = now();
  const agent: AgentRow = {
    agent_id: uuidv7(),
    name: order.name,
    template_id: template.template_id,
    project_id: order.projectId,
    specializations: order.specializations ?? template.specializations,
    capabilities: template.capabilities,
    state: "creating",
    current_task_id: null,
    tasks_completed: 0,
    tasks_failed: 0,
    created_at: at,
    updated_at: at,
  };
  await tx.store.insertAgent(agent);
  await tx.store.addStateChange({
    change_id: uuidv7(),
    agent_id: agent.agent_id,
    previous_state: null,
    state: "creating",
    reason: order.reason ?? null,
    task_id: null,
    changed_at: at,
  });
  const { template_id, specializations, capabilities } = agent;
  await tx.publish.agentCreated({
    ...identityOf(agent),
    ...{ template_id, specializations, capabilities },
    state: agent.state,
    created_at: at,
  });
  const initialized = await changeState(tx, agent, { to: "initializing" });
  await tx.publish.agentInitialized({
    ...identityOf(agent),
    capabilities,
    state: initialized.state,
    initialized_at: initialized.updated_at,
  });
  return becomeReady(tx, initialized);
}

/** Moves a locked agent to `ready` and says that it can take a task. */
export async function becomeReady(tx: Tx, agent: AgentRow, reason?: string): Promise<AgentRow> {
  const ready = await changeState(tx, agent, { to: "ready", reason });
  const { capabilities, state } = ready;
  await tx.publish.agentReady({ ...identityOf(ready), capabilities, state });
  return ready;
}

/** Lets a locked agent go, with whatever it has in hand; one that is gone already stays so. */
export async function terminate(
  tx: Tx,
  agent: AgentRow,
  reason: string | undefined,
): Promise<AgentRow> {
  if (agent.state === "terminated") return agent;
  const at = now();
  for (const task of await tx.store.openTasks({ agentId: agent.agent_id })) {
    await tx.store.updateTask(task, { status: "cancelled", completed_at: at });
  }
  const terminating =
    agent.state === "terminating"
      ? agent
      : await changeState(tx, agent, { to: "terminating", reason });
  const gone = await changeState(tx, terminating, {
    to: "terminated",
    reason,
    changes: { current_task_id: null },
  });
  await tx.publish.agentTerminated({
    ...identityOf(gone),
    previous_state: "terminating",
    state: gone.state,
    terminated_at: gone.updated_at,
    ...(reason === undefined ? {} : { reason }),
  });
  return gone;
}

/** What every event about an agent says. */
export function identityOf({ agent_id, project_id, name }: AgentRow) {
  const root_id = project_id ?? agent_id;
  return { agent_id, root_id, name, ...(project_id === null ? {} : { project_id }) };
}

/** `Data Analyst 2` for the second agent of a template in a team. */
export function nameInTeam(template: TemplateRow, team: readonly AgentRow[]): string {
  const before = team.filter((agent) => agent.template_id === template.template_id).length;
  return `${template.name} ${before + 1}`;
}
