import type { ProjectCoordinatorHandlers } from "@berrys/platform/services/project-coordinator";
import { pageOf, positionOfCursor } from "@berrys/runtime/page";
import { sortSteps } from "@berrys/runtime/rest/sort";
import { actorOf, cancelProject } from "../projects.ts";
import { executionOf, planningOf, statusOf, toResource } from "../resources.ts";
import type { Store } from "../store.ts";
import { deleteProject, updateProject } from "./change-project.ts";
import { createProject } from "./create-project.ts";
import { pauseProject, resumeProject } from "./pause-project.ts";
import { reviewProjectPlan } from "./review-project-plan.ts";

/** REST: projects and what belongs to them. */
export const rest: ProjectCoordinatorHandlers<Store>["rest"] = {
  createProject,
  updateProject,
  deleteProject,
  reviewProjectPlan,
  pauseProject,
  resumeProject,

  listProjects: async ({ query: { limit, cursor, state, sort } }, { store }) => {
    const descending = sortSteps(sort)[0]?.descending ?? true;
    const rows = await store.list({ limit, after: positionOfCursor(cursor), state, descending });
    const { items, nextCursor } = pageOf(rows, limit, (project) => project.project_id);
    return { items: items.map(toResource), nextCursor };
  },

  getProject: async ({ params }, { store }) => toResource(await store.get(params.project_id)),

  getProjectStatus: async ({ params }, { store }) => statusOf(await store.get(params.project_id)),

  listProjectStatusHistory: async ({ params, query }, { store }) => {
    await store.get(params.project_id);
    const page = { limit: query.limit, after: positionOfCursor(query.cursor) };
    const rows = await store.listStatusChanges(params.project_id, page);
    const { items, nextCursor } = pageOf(rows, query.limit, (change) => change.change_id);
    return { items: items.map(({ change_id: _, ...change }) => change), nextCursor };
  },

  getProjectPlanning: async ({ params: { project_id } }, { store }) =>
    planningOf(await store.get(project_id), { approved: await store.hasBeen(project_id, "ready") }),

  getProjectExecution: async ({ params }, { store }) =>
    executionOf(
      await store.get(params.project_id),
      await store.countTeam(params.project_id),
      await store.countResults(params.project_id),
    ),

  listProjectResults: async ({ params, query }, { store }) => {
    await store.get(params.project_id);
    const page = { limit: query.limit, after: positionOfCursor(query.cursor) };
    const rows = await store.listResults(params.project_id, page);
    return pageOf(rows, query.limit, (result) => result.result_id);
  },

  cancelProject: async ({ params, body }, context) =>
    toResource(
      await context.transaction((tx) =>
        cancelProject(tx, params.project_id, actorOf(context), body?.reason),
      ),
    ),
};
