import { BerrysError } from "@berrys/runtime/errors";
import type { JsonObject } from "./schema.ts";
import type { WorkflowRow } from "./store.ts";
import type { Ctx } from "./workflows.ts";

/** One step of a workflow: work of its own, or waiting for an event of the project. */
export interface StepDefinition {
  readonly name: string;
  /** Service that the step asks something of. */
  readonly service: string;
  /** The step's work; must be idempotent. Absent: the step waits. */
  readonly run?: (workflow: WorkflowRow, context: Ctx) => Promise<JsonObject>;
  /** Event of the workflow's project that completes a waiting step. */
  readonly completedBy?: string;
  /** Undoes the step when a later one fails; must be idempotent. */
  readonly compensate?: (workflow: WorkflowRow, context: Ctx) => Promise<void>;
}

/** Carries a project's execution from the plan to the last result. */
const projectExecution: readonly StepDefinition[] = [
  {
    name: "coordinate_tasks",
    service: "planning-system",
    run: async (workflow, { clients, signal }) => {
      const request = { projectId: projectOf(workflow) };
      const { total, pending, ready } = await clients.planningService.getProgress(request, {
        signal,
      });
      return { tasks: total, waiting: pending, ready };
    },
  },
  {
    name: "coordinate_agents",
    service: "agent-orchestrator",
    run: async (workflow, { clients, signal }) => {
      const request = { projectId: projectOf(workflow) };
      const { team } = await clients.agentService.getTeam(request, { signal });
      return { agents: team?.agents.length ?? 0 };
    },
    compensate: async (workflow, { clients, signal }) => {
      const request = { projectId: projectOf(workflow), reason: "The workflow failed" };
      await clients.agentService.releaseAgents(request, { signal });
    },
  },
  { name: "execute_tasks", service: "planning-system", completedBy: "project.completed" },
];

const definitions: Readonly<Record<string, readonly StepDefinition[]>> = {
  project_execution: projectExecution,
};

/** Steps of a workflow type; refuses a type that nobody defined. */
export function definitionOf(workflowType: string): readonly StepDefinition[] {
  const found = Object.hasOwn(definitions, workflowType) ? definitions[workflowType] : undefined;
  if (found !== undefined) return found;
  const known = Object.keys(definitions).join(", ");
  throw new BerrysError(
    "invalid_argument",
    `There is no workflow type \`${workflowType}\`; there is ${known}`,
  );
}

/** Refuses an order that the definition of its type cannot carry out. */
export function assertStartable(workflowType: string, projectId: string | null): void {
  definitionOf(workflowType);
  if (projectId !== null) return;
  throw new BerrysError(
    "invalid_argument",
    `A workflow of the type \`${workflowType}\` needs \`project_id\``,
  );
}

function projectOf({ project_id, workflow_id }: WorkflowRow): string {
  if (project_id !== null) return project_id;
  throw new BerrysError("failed_precondition", `Workflow ${workflow_id} belongs to no project`);
}
