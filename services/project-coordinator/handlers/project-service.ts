import type { ProjectCoordinatorHandlers } from "@berrys/platform/services/project-coordinator";
import { pageOf, positionOfCursor } from "@berrys/runtime/page";
import { cancelProject, coordinator } from "../projects.ts";
import { fromProtoState, optional, timestamp, toProto } from "../proto.ts";
import type { Store } from "../store.ts";

const defaultLimit = 50;
const maxLimit = 200;

/** RPC: what other services may ask about projects. */
export const projectService: ProjectCoordinatorHandlers<Store>["rpc"]["projectService"] = {
  getProject: async ({ projectId }, { store }) => ({
    project: toProto(await store.get(projectId)),
  }),

  listProjects: async ({ state, limit, cursor }, { store }) => {
    const size = Math.min(limit > 0 ? limit : defaultLimit, maxLimit);
    const after = positionOfCursor(cursor === "" ? undefined : cursor);
    const rows = await store.list({
      limit: size,
      after,
      state: fromProtoState(state),
      descending: true,
    });
    const { items, nextCursor } = pageOf(rows, size, (row) => row.project_id);
    return { projects: items.map(toProto), nextCursor: nextCursor ?? "" };
  },

  getProjectSummary: async ({ projectId }, { store }) => {
    const project = await store.get(projectId);
    return {
      project: toProto(project),
      teamSize: await store.countTeam(projectId),
      resultCount: await store.countResults(projectId),
      percent: project.progress.percent,
      ...optional("startedAt", timestamp(project.started_at)),
      ...optional("finishedAt", timestamp(project.completed_at)),
    };
  },

  cancelProject: async ({ projectId, reason, cancelledBy }, context) => {
    const by = cancelledBy === "" ? (context.principal?.id ?? coordinator) : cancelledBy;
    const project = await context.transaction((tx) =>
      cancelProject(tx, projectId, by, reason === "" ? undefined : reason),
    );
    return { project: toProto(project) };
  },
};
