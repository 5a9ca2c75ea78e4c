import { AgentState } from "@berrys/platform/rpc/berrys/agents/v1/agents_pb";
import type { CreatePlanRequestSchema } from "@berrys/platform/rpc/berrys/planning/v1/planning_pb";
import {
  type Project,
  ProjectSchema,
  ProjectState,
} from "@berrys/platform/rpc/berrys/projects/v1/projects_pb";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type Timestamp, timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { ProjectRow } from "./store.ts";

type ProjectStateName = ProjectRow["state"];

const states: Readonly<Record<ProjectStateName, ProjectState>> = {
  created: ProjectState.CREATED,
  planning: ProjectState.PLANNING,
  plan_review: ProjectState.PLAN_REVIEW,
  rejected: ProjectState.REJECTED,
  ready: ProjectState.READY,
  team_assembly: ProjectState.TEAM_ASSEMBLY,
  executing: ProjectState.EXECUTING,
  paused: ProjectState.PAUSED,
  completed: ProjectState.COMPLETED,
  failed: ProjectState.FAILED,
  cancelled: ProjectState.CANCELLED,
};

/** State of the contract's events behind one of the RPC contract; undefined for UNSPECIFIED. */
export function fromProtoState(state: ProjectState): ProjectStateName | undefined {
  return (Object.keys(states) as ProjectStateName[]).find((name) => states[name] === state);
}

/** RFC 3339 to the well-known type; null and undefined stay absent. */
export function timestamp(instant: string | null | undefined): Timestamp | undefined {
  return instant === null || instant === undefined
    ? undefined
    : timestampFromDate(new Date(instant));
}

export function toPlanRequest(
  project: ProjectRow,
): MessageInitShape<typeof CreatePlanRequestSchema> {
  return {
    projectId: project.project_id,
    name: project.name,
    description: project.description,
    objectives: [...project.objectives],
    ...settings(project),
    revision: project.plan_revision + 1,
    feedback: project.state_reason ?? "",
  };
}

export function toProto(project: ProjectRow): Project {
  return create(ProjectSchema, {
    projectId: project.project_id,
    name: project.name,
    description: project.description,
    objectives: [...project.objectives],
    ...settings(project),
    autoApprove: project.auto_approve,
    state: states[project.state],
    createdBy: project.created_by,
    progress: project.progress,
    version: project.version,
    ...optional("createdAt", timestamp(project.created_at)),
    ...optional("updatedAt", timestamp(project.updated_at)),
    ...optional("stateReason", project.state_reason ?? undefined),
    ...optional("planId", project.plan_id ?? undefined),
    ...optional("teamId", project.team_id ?? undefined),
    ...optional("startedAt", timestamp(project.started_at)),
    ...optional("completedAt", timestamp(project.completed_at)),
  });
}

function settings({ requirements, constraints, preferences }: ProjectRow) {
  return {
    requirements: {
      dataSources: [...(requirements.data_sources ?? [])],
      deliverables: [...(requirements.deliverables ?? [])],
    },
    constraints: {
      ...optional("deadline", timestamp(constraints.deadline)),
      ...optional("maxAgents", constraints.max_agents),
      ...optional("maxCost", constraints.max_cost),
    },
    preferences: {
      agentTypes: [...(preferences.agent_types ?? [])],
      outputFormats: [...(preferences.output_formats ?? [])],
    },
  };
}

/** `{ [name]: value }`, or nothing where there is no value: optional members are left out, not undefined. */
export function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [Key in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { readonly [Key in Name]?: Value };
}

const agentStates = {
  creating: AgentState.CREATING,
  initializing: AgentState.INITIALIZING,
  ready: AgentState.READY,
  active: AgentState.ACTIVE,
  paused: AgentState.PAUSED,
  terminating: AgentState.TERMINATING,
  terminated: AgentState.TERMINATED,
} as const;
type AgentStateName = keyof typeof agentStates;

/** An agent whose state is not said is still being made. */
export function fromProtoAgentState(state: AgentState): AgentStateName {
  const names = Object.keys(agentStates) as AgentStateName[];
  return names.find((name) => agentStates[name] === state) ?? "creating";
}
