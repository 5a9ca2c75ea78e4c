import {
  type Agent,
  AgentSchema,
  AgentState,
  type Team as TeamMessage,
  TeamSchema,
} from "@berrys/platform/rpc/berrys/agents/v1/agents_pb";
import { create } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { AgentState as StateName } from "./state-machine.ts";
import type { AgentRow } from "./store.ts";
import type { Team } from "./teams.ts";

const states: Readonly<Record<StateName, AgentState>> = {
  creating: AgentState.CREATING,
  initializing: AgentState.INITIALIZING,
  ready: AgentState.READY,
  active: AgentState.ACTIVE,
  paused: AgentState.PAUSED,
  terminating: AgentState.TERMINATING,
  terminated: AgentState.TERMINATED,
};

/** State of the other contracts behind one of the RPC contract; undefined for UNSPECIFIED. */
export function fromProtoState(state: AgentState): StateName | undefined {
  return (Object.keys(states) as StateName[]).find((name) => states[name] === state);
}

export function toProto(row: AgentRow): Agent {
  return create(AgentSchema, {
    agentId: row.agent_id,
    name: row.name,
    templateId: row.template_id,
    specializations: [...row.specializations],
    capabilities: [...row.capabilities],
    state: states[row.state],
    tasksCompleted: row.tasks_completed,
    tasksFailed: row.tasks_failed,
    createdAt: timestampFromDate(new Date(row.created_at)),
    updatedAt: timestampFromDate(new Date(row.updated_at)),
    ...(row.project_id === null ? {} : { projectId: row.project_id }),
    ...(row.current_task_id === null ? {} : { currentTaskId: row.current_task_id }),
  });
}

export function teamToProto(team: Team): TeamMessage {
  return create(TeamSchema, {
    teamId: team.team_id,
    projectId: team.project_id,
    agents: team.agents.map(toProto),
    createdAt: timestampFromDate(new Date(team.created_at)),
  });
}
