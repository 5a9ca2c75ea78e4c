import type { Database } from "@berrys/runtime/database";
import { BerrysError } from "@berrys/runtime/errors";
import { and, asc, desc, eq, gt, inArray, lt, type SQL, sql } from "drizzle-orm";
import {
  type ExecutionStatus,
  type ExecutionType,
  executions,
  type ModelState,
  models,
  tokenUsage,
} from "./schema.ts";

export type ModelRow = typeof models.$inferSelect;
export type ModelChanges = Partial<Omit<ModelRow, "model_id" | "created_at">>;
export type ExecutionRow = typeof executions.$inferSelect;
/** How an execution ended. */
export type Outcome = Pick<
  ExecutionRow,
  "status" | "output" | "result" | "token_usage" | "execution_time_ms" | "error" | "completed_at"
>;
/** `done`: it has ended; `busy`: another run works on it; `claimed`: it is ours, `fresh` if it was not there before. */
export type Claim =
  | { readonly kind: "done" | "busy"; readonly execution: ExecutionRow }
  | { readonly kind: "claimed"; readonly execution: ExecutionRow; readonly fresh: boolean };

export interface ModelQuery {
  readonly limit: number;
  readonly after: string | undefined;
  readonly state?: ModelState | undefined;
  readonly executionType?: ExecutionType | undefined;
}

export interface ExecutionQuery {
  readonly limit: number;
  readonly after: string | undefined;
  readonly projectId?: string | undefined;
  readonly taskId?: string | undefined;
  readonly agentId?: string | undefined;
  readonly modelId?: string | undefined;
  readonly status?: ExecutionStatus | undefined;
}

export type Store = ReturnType<typeof createStore>;

export const finalStatuses: readonly ExecutionStatus[] = ["completed", "failed", "cancelled"];

// The database's clock, so that the clocks of processes need not agree.
const leaseEnd = sql`clock_timestamp() + interval '5 seconds'`;

/** Queries of Model Orchestration. Lists return one row more than `limit` where there are more. */
export function createStore(database: Database) {
  async function find(executionId: string): Promise<ExecutionRow | undefined> {
    const query = database.select().from(executions);
    return (await query.where(eq(executions.execution_id, executionId)))[0];
  }

  const owned = (executionId: string, owner: string): SQL | undefined =>
    and(eq(executions.execution_id, executionId), eq(executions.lease_owner, owner));

  return {
    /** False: there is a model of that provider and name already. */
    addModel: async (model: ModelRow): Promise<boolean> => {
      const query = database.insert(models).values(model).onConflictDoNothing();
      return (await query.returning({ id: models.model_id })).length > 0;
    },

    getModel: async (modelId: string): Promise<ModelRow> => {
      const query = database.select().from(models).where(eq(models.model_id, modelId));
      return found((await query)[0], "model", modelId);
    },

    lockModel: async (modelId: string): Promise<ModelRow> => {
      const query = database.select().from(models).where(eq(models.model_id, modelId));
      return found((await query.for("update"))[0], "model", modelId);
    },

    updateModel: async (modelId: string, changes: ModelChanges): Promise<ModelRow> => {
      const query = database.update(models).set(changes).where(eq(models.model_id, modelId));
      return found((await query.returning())[0], "model", modelId);
    },

    /** In the order of registration. */
    listModels: (query: ModelQuery): Promise<ModelRow[]> =>
      database
        .select()
        .from(models)
        .where(
          and(
            query.state === undefined ? undefined : eq(models.state, query.state),
            doing(query.executionType),
            query.after === undefined ? undefined : gt(models.model_id, query.after),
          ),
        )
        .orderBy(asc(models.model_id))
        .limit(query.limit + 1),

    /** Best first: models of providers outside before the embedded one, then the cheapest. */
    rankedModels: (executionType: ExecutionType | undefined): Promise<ModelRow[]> =>
      database
        .select()
        .from(models)
        .where(doing(executionType))
        .orderBy(
          sql`${models.provider} = 'embedded'`,
          asc(models.cost_per_1k_tokens),
          asc(models.model_id),
        ),

    find,

    get: async (executionId: string): Promise<ExecutionRow> =>
      found(await find(executionId), "execution", executionId),

    /** Inserts an execution that nobody works on yet. */
    addExecution: async (execution: ExecutionRow): Promise<void> => {
      await database.insert(executions).values(execution);
    },

    /** Inserts the execution with a lease, or takes it over from a run that died, in a transaction. */
    claim: async (execution: ExecutionRow, owner: string): Promise<Claim> => {
      const [added] = await database
        .insert(executions)
        .values({ ...execution, lease_owner: owner, lease_until: leaseEnd })
        .onConflictDoNothing()
        .returning();
      if (added !== undefined) return { kind: "claimed", execution: added, fresh: true };
      const { execution_id } = execution;
      const [taken] = await database
        .update(executions)
        .set({ lease_owner: owner, lease_until: leaseEnd, partial_output: "" })
        .where(
          and(
            eq(executions.execution_id, execution_id),
            inArray(executions.status, ["requested", "running"]),
            sql`(${executions.lease_until} is null or ${executions.lease_until} < clock_timestamp())`,
          ),
        )
        .returning();
      if (taken !== undefined) return { kind: "claimed", execution: taken, fresh: false };
      const existing = found(await find(execution_id), "execution", execution_id);
      const done = finalStatuses.includes(existing.status);
      return { kind: done ? "done" : "busy", execution: existing };
    },

    /** Keeps the lease and shows what there is so far; false: the execution is ours no more. */
    renew: async (executionId: string, owner: string, partialOutput: string): Promise<boolean> => {
      const kept = await database
        .update(executions)
        .set({ status: "running", partial_output: partialOutput, lease_until: leaseEnd })
        .where(and(owned(executionId, owner), inArray(executions.status, ["requested", "running"])))
        .returning({ id: executions.execution_id });
      return kept.length > 0;
    },

    /** Gives the lease back, so that the next call runs the execution at once. */
    release: async (executionId: string, owner: string): Promise<void> => {
      await database
        .update(executions)
        .set({ lease_owner: null, lease_until: null })
        .where(owned(executionId, owner));
    },

    /** Ends the execution; undefined: it is ours no more. */
    finish: async (
      executionId: string,
      owner: string,
      outcome: Outcome,
    ): Promise<ExecutionRow | undefined> => {
      const [done] = await database
        .update(executions)
        .set({
          ...outcome,
          partial_output: outcome.output ?? "",
          lease_owner: null,
          lease_until: null,
        })
        .where(and(owned(executionId, owner), inArray(executions.status, ["requested", "running"])))
        .returning();
      return done;
    },

    /** Newest first. */
    listExecutions: (query: ExecutionQuery): Promise<ExecutionRow[]> =>
      database
        .select()
        .from(executions)
        .where(
          and(
            query.projectId === undefined ? undefined : eq(executions.project_id, query.projectId),
            query.taskId === undefined ? undefined : eq(executions.task_id, query.taskId),
            query.agentId === undefined ? undefined : eq(executions.agent_id, query.agentId),
            query.modelId === undefined ? undefined : eq(executions.model_id, query.modelId),
            query.status === undefined ? undefined : eq(executions.status, query.status),
            query.after === undefined ? undefined : lt(executions.position, query.after),
          ),
        )
        .orderBy(desc(executions.position))
        .limit(query.limit + 1),

    addTokenUsage: async (usage: typeof tokenUsage.$inferInsert): Promise<void> => {
      await database
        .insert(tokenUsage)
        .values(usage)
        .onConflictDoUpdate({
          target: [tokenUsage.project_id, tokenUsage.model_id],
          set: {
            executions: sql`${tokenUsage.executions} + excluded.executions`,
            prompt_tokens: sql`${tokenUsage.prompt_tokens} + excluded.prompt_tokens`,
            completion_tokens: sql`${tokenUsage.completion_tokens} + excluded.completion_tokens`,
          },
        });
    },

    tokenUsageOf: (projectId: string) =>
      database.select().from(tokenUsage).where(eq(tokenUsage.project_id, projectId)),
  };
}

function doing(executionType: ExecutionType | undefined): SQL | undefined {
  if (executionType === undefined) return undefined;
  return sql`${models.execution_types} @> ${JSON.stringify([executionType])}::jsonb`;
}

function found<Row>(row: Row | undefined, what: string, id: string): Row {
  if (row !== undefined) return row;
  throw new BerrysError("not_found", `There is no ${what} ${id}`);
}
