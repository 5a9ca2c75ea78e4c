import type { Database } from "@berrys/runtime/database";
import { BerrysError } from "@berrys/runtime/errors";
import { and, asc, eq, gt, inArray, ne } from "drizzle-orm";
import { assignments, plans, tasks } from "./schema.ts";
import type { TaskState } from "./state-machine.ts";

export type PlanRow = typeof plans.$inferSelect;
export type TaskRow = typeof tasks.$inferSelect;
export type AssignmentRow = typeof assignments.$inferSelect;
export type TaskChanges = Partial<Omit<TaskRow, "task_id">>;

export interface TaskQuery {
  readonly projectId?: string | undefined;
  readonly state?: TaskState | undefined;
  readonly limit: number;
  readonly after: string | undefined;
}

export type Store = ReturnType<typeof createStore>;

/** Queries of the Planning System. The plan's row is the lock of a project: whoever changes tasks takes it first. */
export function createStore(database: Database) {
  const currentPlanOf = (projectId: string) =>
    database
      .select()
      .from(plans)
      .where(and(eq(plans.project_id, projectId), ne(plans.state, "superseded")));

  return {
    currentPlan: async (projectId: string): Promise<PlanRow> =>
      foundPlan((await currentPlanOf(projectId))[0], projectId),

    /** Reads the current plan and keeps others from changing it or its tasks until the transaction ends. */
    lockPlan: async (projectId: string): Promise<PlanRow> =>
      foundPlan((await currentPlanOf(projectId).for("update"))[0], projectId),

    planOfRevision: async (projectId: string, revision: number): Promise<PlanRow | undefined> => {
      const wanted = and(eq(plans.project_id, projectId), eq(plans.revision, revision));
      return (await database.select().from(plans).where(wanted))[0];
    },

    /** False: the revision was there already. */
    insertPlan: async (plan: PlanRow, rows: readonly TaskRow[]): Promise<boolean> => {
      const added = await database
        .insert(plans)
        .values(plan)
        .onConflictDoNothing({ target: [plans.project_id, plans.revision] })
        .returning({ id: plans.plan_id });
      if (added.length === 0) return false;
      await database.insert(tasks).values([...rows]);
      return true;
    },

    supersedePlans: async (projectId: string, at: string): Promise<void> => {
      const open = and(eq(plans.project_id, projectId), ne(plans.state, "superseded"));
      await database.update(plans).set({ state: "superseded", updated_at: at }).where(open);
    },

    updatePlan: async (planId: string, changes: Partial<PlanRow>): Promise<PlanRow> => {
      const update = database.update(plans).set(changes).where(eq(plans.plan_id, planId));
      return foundPlan((await update.returning())[0], planId);
    },

    /** All tasks of a plan, in the order in which they were planned. */
    tasksOfPlan: (planId: string): Promise<TaskRow[]> =>
      database.select().from(tasks).where(eq(tasks.plan_id, planId)).orderBy(asc(tasks.task_id)),

    task: async (taskId: string): Promise<TaskRow> => {
      const [row] = await database.select().from(tasks).where(eq(tasks.task_id, taskId));
      return foundTask(row, taskId);
    },

    listTasks: (query: TaskQuery): Promise<TaskRow[]> =>
      database
        .select()
        .from(tasks)
        .where(
          and(
            query.projectId === undefined ? undefined : eq(tasks.project_id, query.projectId),
            query.state === undefined ? undefined : eq(tasks.state, query.state),
            query.after === undefined ? undefined : gt(tasks.task_id, query.after),
          ),
        )
        .orderBy(asc(tasks.task_id))
        .limit(query.limit + 1),

    updateTask: async (taskId: string, changes: TaskChanges): Promise<TaskRow> => {
      const update = database.update(tasks).set(changes).where(eq(tasks.task_id, taskId));
      return foundTask((await update.returning())[0], taskId);
    },

    resultsOf: async (taskIds: readonly string[]): Promise<TaskRow[]> =>
      taskIds.length === 0
        ? []
        : database
            .select()
            .from(tasks)
            .where(inArray(tasks.task_id, [...taskIds]))
            .orderBy(asc(tasks.task_id)),

    addAssignment: async (assignment: AssignmentRow): Promise<void> => {
      await database.insert(assignments).values(assignment);
    },

    endAssignment: async (taskId: string, attempt: number, at: string): Promise<void> => {
      const current = and(eq(assignments.task_id, taskId), eq(assignments.attempt, attempt));
      await database.update(assignments).set({ ended_at: at }).where(current);
    },

    listAssignments: (
      taskId: string,
      limit: number,
      after: string | undefined,
    ): Promise<AssignmentRow[]> =>
      database
        .select()
        .from(assignments)
        .where(
          and(
            eq(assignments.task_id, taskId),
            after === undefined ? undefined : gt(assignments.assignment_id, after),
          ),
        )
        .orderBy(asc(assignments.assignment_id))
        .limit(limit + 1),
  };
}

function foundPlan(row: PlanRow | undefined, projectId: string): PlanRow {
  if (row !== undefined) return row;
  throw new BerrysError("not_found", `There is no plan for project ${projectId}`);
}

function foundTask(row: TaskRow | undefined, taskId: string): TaskRow {
  if (row !== undefined) return row;
  throw new BerrysError("not_found", `There is no task ${taskId}`);
}
