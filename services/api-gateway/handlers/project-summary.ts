import { AgentState } from "@berrys/platform/rpc/berrys/agents/v1/agents_pb";
import { ProjectState } from "@berrys/platform/rpc/berrys/projects/v1/projects_pb";
import type { ProjectSummary, TaskCounts } from "@berrys/platform/schemas/projects";
import type { ApiGatewayContext, ApiGatewayHandlers } from "@berrys/platform/services/api-gateway";
import { BerrysError } from "@berrys/runtime/errors";
import { type Timestamp, timestampDate } from "@bufbuild/protobuf/wkt";
import type { Store } from "../store.ts";

/** What coordinator, planning and agents know of a project, on one page. */
export const getProjectSummary: ApiGatewayHandlers<Store>["rest"]["getProjectSummary"] = async (
  { params },
  context,
) => {
  const request = { projectId: params.project_id };
  const options = { signal: context.signal };
  const [summary, tasks, team] = await Promise.all([
    context.clients.projectService.getProjectSummary(request, options),
    orNull(taskCounts(context, params.project_id)),
    orNull(context.clients.agentService.getTeam(request, options)),
  ]);
  const { project } = summary;
  if (project === undefined) throw new BerrysError("internal", "The answer holds no project");
  return {
    project_id: project.projectId,
    name: project.name,
    state: nameOf(ProjectState, project.state) as ProjectSummary["state"],
    percent: summary.percent,
    tasks,
    team: (team?.team?.agents ?? []).map((agent) => ({
      agent_id: agent.agentId,
      name: agent.name,
      state: nameOf(AgentState, agent.state) as ProjectSummary["team"][number]["state"],
      current_task_id: agent.currentTaskId ?? null,
    })),
    result_count: summary.resultCount,
    created_at: instant(project.createdAt) ?? new Date(0).toISOString(),
    started_at: instant(summary.startedAt),
    finished_at: instant(summary.finishedAt),
  };
};

async function taskCounts(
  context: ApiGatewayContext<Store>,
  projectId: string,
): Promise<TaskCounts> {
  const progress = await context.clients.planningService.getProgress(
    { projectId },
    { signal: context.signal },
  );
  const { total, pending, ready, running, completed, failed, cancelled } = progress;
  return { total, pending, ready, running, completed, failed, cancelled };
}

/** Null where the service has nothing on the project yet. */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof BerrysError && error.code === "not_found") return null;
    throw error;
  }
}

/** `READY` becomes `ready`. */
function nameOf(values: Readonly<Record<string, number>>, value: number): string {
  const entry = Object.entries(values).find(([, candidate]) => candidate === value);
  return (entry?.[0] ?? "").toLowerCase();
}

function instant(timestamp: Timestamp | undefined): string | null {
  return timestamp === undefined ? null : timestampDate(timestamp).toISOString();
}
