import type { PlanningSystemHandlers } from "@berrys/platform/services/planning-system";
import { now } from "@berrys/runtime/database/columns";
import { BerrysError } from "@berrys/runtime/errors";
import { pageOf, positionOfCursor } from "@berrys/runtime/page";
import { cancelWithDependents } from "../cancel.ts";
import { assertCanWork, assign } from "../dispatch.ts";
import { planOf, progressOfTask, toResource } from "../resources.ts";
import { retryTask } from "../retry.ts";
import { taskStates } from "../state-machine.ts";
import type { Store, TaskQuery } from "../store.ts";

/** REST: plans and tasks. */
export const rest: PlanningSystemHandlers<Store>["rest"] = {
  getProjectPlan: async ({ params }, { store }) => {
    const plan = await store.currentPlan(params.project_id);
    return planOf(plan, await store.tasksOfPlan(plan.plan_id));
  },

  listProjectTasks: ({ params, query: { limit, cursor, state } }, { store }) =>
    listTasks(store, {
      projectId: params.project_id,
      state,
      limit,
      after: positionOfCursor(cursor),
    }),

  listTasks: ({ query: { project_id, limit, cursor, state } }, { store }) =>
    listTasks(store, { projectId: project_id, state, limit, after: positionOfCursor(cursor) }),

  getTask: async ({ params }, { store }) => toResource(await store.task(params.task_id)),

  updateTask: async ({ params, body }, context) =>
    context.transaction(async (tx) => {
      const { project_id } = await tx.store.task(params.task_id);
      await tx.store.lockPlan(project_id);
      const task = await tx.store.task(params.task_id);
      if (taskStates.isFinal(task.state)) {
        throw new BerrysError(
          "failed_precondition",
          `A task that is ${task.state} cannot be changed`,
        );
      }
      const updated = await tx.store.updateTask(task.task_id, { ...body, updated_at: now() });
      await tx.publish.taskUpdated({
        task_id: updated.task_id,
        project_id,
        title: updated.title,
        state: updated.state,
        changed_fields: Object.keys(body),
        updated_at: updated.updated_at,
      });
      return toResource(updated);
    }),

  listTaskDependencies: async ({ params, query: { limit, cursor } }, { store }) => {
    const task = await store.task(params.task_id);
    const after = positionOfCursor(cursor);
    const rows = await store.resultsOf(task.dependencies);
    const rest = rows.filter(({ task_id }) => after === undefined || task_id > after);
    const { items, nextCursor } = pageOf(rest, limit, ({ task_id }) => task_id);
    return { items: items.map(toResource), nextCursor };
  },

  listTaskAssignments: async ({ params, query: { limit, cursor } }, { store }) => {
    await store.task(params.task_id);
    const rows = await store.listAssignments(params.task_id, limit, positionOfCursor(cursor));
    return pageOf(rows, limit, ({ assignment_id }) => assignment_id);
  },

  getTaskProgress: async ({ params }, { store }) =>
    progressOfTask(await store.task(params.task_id)),

  assignTask: async ({ params, body }, context) => {
    const { project_id } = await context.store.task(params.task_id);
    await assertCanWork(context, body.agent_id, project_id);
    return context.transaction(async (tx) => {
      const plan = await tx.store.lockPlan(project_id);
      const task = await tx.store.task(params.task_id);
      taskStates.assert(task.state, "assigned");
      if (plan.paused) {
        throw new BerrysError("failed_precondition", "The project is paused; resume it first");
      }
      await assign(tx, plan, [{ taskId: task.task_id, agentId: body.agent_id }]);
      return toResource(await tx.store.task(task.task_id));
    });
  },

  cancelTask: async ({ params, body }, context) => {
    const reason = body?.reason ?? `${context.principal?.id ?? "somebody"} asked for it`;
    return toResource(
      await context.transaction((tx) => cancelWithDependents(tx, params.task_id, reason)),
    );
  },

  retryTask: async ({ params, body }, context) =>
    toResource(await context.transaction((tx) => retryTask(tx, params.task_id, body?.reason))),
};

async function listTasks(store: Store, query: TaskQuery) {
  const { items, nextCursor } = pageOf(
    await store.listTasks(query),
    query.limit,
    ({ task_id }) => task_id,
  );
  return { items: items.map(toResource), nextCursor };
}
