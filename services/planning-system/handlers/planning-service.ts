import type { PlanningSystemHandlers } from "@berrys/platform/services/planning-system";
import { now } from "@berrys/runtime/database/columns";
import { pageOf, positionOfCursor } from "@berrys/runtime/page";
import { createPlan } from "../create-plan.ts";
import { fromProtoState, toOrder, toProtoPlan, toProtoTask } from "../proto.ts";
import { retryTask } from "../retry.ts";
import type { Store } from "../store.ts";
import { progressOf, readyFreedTasks } from "../tasks.ts";

const defaultLimit = 50;
const maxLimit = 200;

/** RPC: planning and its progress, for the services that drive projects. */
export const planningService: PlanningSystemHandlers<Store>["rpc"]["planningService"] = {
  createPlan: async (request, context) => {
    const plan = await createPlan(toOrder(request), context);
    return { plan: toProtoPlan(plan, await context.store.tasksOfPlan(plan.plan_id)) };
  },

  getPlan: async ({ projectId }, { store }) => {
    const plan = await store.currentPlan(projectId);
    return { plan: toProtoPlan(plan, await store.tasksOfPlan(plan.plan_id)) };
  },

  startExecution: ({ projectId }, context) =>
    context.transaction(async (tx) => {
      const plan = await tx.store.lockPlan(projectId);
      if (plan.state !== "approved") {
        await tx.store.updatePlan(plan.plan_id, { state: "approved", updated_at: now() });
      }
      return { readyTaskIds: [...(await readyFreedTasks(tx, plan.plan_id))] };
    }),

  getProgress: async ({ projectId }, { store }) => {
    const plan = await store.currentPlan(projectId);
    const tasks = await store.tasksOfPlan(plan.plan_id);
    const count = (...states: readonly string[]): number =>
      tasks.filter((task) => states.includes(task.state)).length;
    const { percent } = progressOf(tasks);
    return {
      projectId,
      total: tasks.length,
      pending: count("pending"),
      ready: count("ready"),
      running: count("assigned", "in_progress"),
      completed: count("completed"),
      failed: count("failed"),
      cancelled: count("cancelled"),
      percent,
    };
  },

  listTasks: async ({ projectId, state, limit, cursor }, { store }) => {
    const size = Math.min(limit > 0 ? limit : defaultLimit, maxLimit);
    const after = positionOfCursor(cursor === "" ? undefined : cursor);
    const rows = await store.listTasks({
      projectId,
      state: fromProtoState(state),
      limit: size,
      after,
    });
    const { items, nextCursor } = pageOf(rows, size, (task) => task.task_id);
    return { tasks: items.map(toProtoTask), nextCursor: nextCursor ?? "" };
  },

  getTask: async ({ taskId }, { store }) => ({ task: toProtoTask(await store.task(taskId)) }),

  retryTask: async ({ taskId, reason }, context) => {
    const why = reason === "" ? undefined : reason;
    return { task: toProtoTask(await context.transaction((tx) => retryTask(tx, taskId, why))) };
  },
};
