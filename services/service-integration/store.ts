import type { Database } from "@berrys/runtime/database";
import { BerrysError } from "@berrys/runtime/errors";
import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import { messages, steps, workflows } from "./schema.ts";
import { openStates, type WorkflowState } from "./state-machine.ts";
import { createWebhookQueries } from "./webhooks/store.ts";

export type WorkflowRow = typeof workflows.$inferSelect;
export type StepRow = typeof steps.$inferSelect;
export type MessageRow = typeof messages.$inferSelect;

export interface PageQuery {
  readonly limit: number;
  readonly after: string | undefined;
}

export type Store = ReturnType<typeof createStore>;

/** Queries of Service Integration. Lists return one row more than `limit` where there are more. */
export function createStore(database: Database) {
  const byId = (workflowId: string) =>
    database.select().from(workflows).where(eq(workflows.workflow_id, workflowId));

  // Ids of workflows that a command started do not sort by time.
  const workflowPlace = sql`(${workflows.created_at}, ${workflows.workflow_id})`;
  const placeOf = (workflowId: string) =>
    sql`(select w.created_at, w.workflow_id from ${workflows} w where w.workflow_id = ${workflowId})`;

  return {
    ...createWebhookQueries(database),

    /** False: it was there already. */
    insertWorkflow: async (workflow: WorkflowRow, rows: readonly StepRow[]): Promise<boolean> => {
      const added = await database
        .insert(workflows)
        .values(workflow)
        .onConflictDoNothing({ target: workflows.workflow_id })
        .returning({ id: workflows.workflow_id });
      if (added.length === 0) return false;
      await database.insert(steps).values([...rows]);
      return true;
    },

    workflow: async (workflowId: string): Promise<WorkflowRow> =>
      found((await byId(workflowId))[0], workflowId),

    /** Reads a workflow and keeps others from changing it until the transaction ends. */
    lockWorkflow: async (workflowId: string): Promise<WorkflowRow> =>
      found((await byId(workflowId).for("update"))[0], workflowId),

    /** Workflows of a project that can still go on, locked. */
    lockOpenWorkflows: (projectId: string): Promise<WorkflowRow[]> =>
      database
        .select()
        .from(workflows)
        .where(and(eq(workflows.project_id, projectId), inArray(workflows.state, [...openStates])))
        .orderBy(asc(workflows.workflow_id))
        .for("update"),

    updateWorkflow: async (
      workflowId: string,
      changes: Partial<WorkflowRow>,
    ): Promise<WorkflowRow> => {
      const update = database
        .update(workflows)
        .set(changes)
        .where(eq(workflows.workflow_id, workflowId));
      return found((await update.returning())[0], workflowId);
    },

    /** Newest first. */
    listWorkflows: (
      query: PageQuery & {
        readonly state?: WorkflowState | undefined;
        readonly projectId?: string | undefined;
      },
    ): Promise<WorkflowRow[]> =>
      database
        .select()
        .from(workflows)
        .where(
          and(
            query.state === undefined ? undefined : eq(workflows.state, query.state),
            query.projectId === undefined ? undefined : eq(workflows.project_id, query.projectId),
            query.after === undefined ? undefined : sql`${workflowPlace} < ${placeOf(query.after)}`,
          ),
        )
        .orderBy(desc(workflows.created_at), desc(workflows.workflow_id))
        .limit(query.limit + 1),

    /** In their order. */
    steps: (workflowId: string): Promise<StepRow[]> =>
      database
        .select()
        .from(steps)
        .where(eq(steps.workflow_id, workflowId))
        .orderBy(asc(steps.position)),

    stepsOfAll: (workflowIds: readonly string[]): Promise<StepRow[]> =>
      database
        .select()
        .from(steps)
        .where(inArray(steps.workflow_id, [...workflowIds]))
        .orderBy(asc(steps.position)),

    updateStep: async (stepId: string, changes: Partial<StepRow>): Promise<void> => {
      await database.update(steps).set(changes).where(eq(steps.step_id, stepId));
    },

    logMessage: async (message: MessageRow): Promise<void> => {
      await database.insert(messages).values(message).onConflictDoNothing();
    },

    /** The first message of these types about a project. */
    firstOfProject: async (
      projectId: string,
      types: readonly string[],
    ): Promise<MessageRow | undefined> => {
      const wanted = and(eq(messages.project_id, projectId), inArray(messages.type, [...types]));
      const rows = await database
        .select()
        .from(messages)
        .where(wanted)
        .orderBy(asc(messages.timestamp), asc(messages.id))
        .limit(1);
      return rows[0];
    },

    /** Oldest first. */
    messagesOf: (
      correlationId: string,
      query: PageQuery & { readonly type?: string | undefined },
    ): Promise<MessageRow[]> => {
      const place = sql`(${messages.timestamp}, ${messages.id})`;
      const last = sql`(select m."timestamp", m.id from ${messages} m where m.id = ${query.after})`;
      return database
        .select()
        .from(messages)
        .where(
          and(
            eq(messages.correlation_id, correlationId),
            query.type === undefined ? undefined : eq(messages.type, query.type),
            query.after === undefined ? undefined : sql`${place} > ${last}`,
          ),
        )
        .orderBy(asc(messages.timestamp), asc(messages.id))
        .limit(query.limit + 1);
    },
  };
}

function found(row: WorkflowRow | undefined, workflowId: string): WorkflowRow {
  if (row !== undefined) return row;
  throw new BerrysError("not_found", `There is no workflow ${workflowId}`);
}
