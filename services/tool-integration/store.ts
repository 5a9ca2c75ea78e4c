import type { Database } from "@berrys/runtime/database";
import { BerrysError } from "@berrys/runtime/errors";
import { and, asc, desc, eq, gt, inArray, isNull, lt, type SQL, sql } from "drizzle-orm";
import {
  type ExecutionStatus,
  type ToolState,
  toolExecutions,
  tools,
  toolUsage,
  toolVersions,
} from "./schema.ts";

export type ToolRow = typeof tools.$inferSelect;
export type ToolChanges = Partial<Omit<ToolRow, "tool_id" | "name" | "created_at">>;
export type ToolVersionRow = typeof toolVersions.$inferSelect;
export type ExecutionRow = typeof toolExecutions.$inferSelect;
/** How an execution ended. */
export type Outcome = Pick<
  ExecutionRow,
  "status" | "result" | "execution_time_ms" | "error" | "completed_at"
>;
/** `done`: it has ended; `busy`: another run works on it; `claimed`: it is ours, `fresh` if it was not there before. */
export type Claim =
  | { readonly kind: "done" | "busy"; readonly execution: ExecutionRow }
  | { readonly kind: "claimed"; readonly execution: ExecutionRow; readonly fresh: boolean };

export interface ToolQuery {
  readonly limit: number;
  readonly after: string | undefined;
  readonly state?: ToolState | undefined;
  readonly capability?: string | undefined;
}

export type Store = ReturnType<typeof createStore>;

const openStatuses: readonly ExecutionStatus[] = ["requested", "running"];

// The database's clock, so that the clocks of processes need not agree.
const leaseEnd = sql`clock_timestamp() + interval '5 seconds'`;

/** Queries of Tool Integration. Lists return one row more than `limit` where there are more. */
export function createStore(database: Database) {
  async function find(executionId: string): Promise<ExecutionRow | undefined> {
    const query = database.select().from(toolExecutions);
    return (await query.where(eq(toolExecutions.execution_id, executionId)))[0];
  }

  const open = (executionId: string, owner: string): SQL | undefined =>
    and(
      eq(toolExecutions.execution_id, executionId),
      eq(toolExecutions.lease_owner, owner),
      inArray(toolExecutions.status, [...openStatuses]),
    );

  return {
    /** False: there is a tool of that name already. */
    addTool: async (tool: ToolRow): Promise<boolean> => {
      const query = database.insert(tools).values(tool).onConflictDoNothing();
      return (await query.returning({ id: tools.tool_id })).length > 0;
    },

    getTool: async (toolId: string): Promise<ToolRow> => {
      const query = database.select().from(tools).where(eq(tools.tool_id, toolId));
      return found((await query)[0], "tool", toolId);
    },

    getToolByName: async (name: string): Promise<ToolRow> => {
      const query = database.select().from(tools).where(eq(tools.name, name));
      return found((await query)[0], "tool", name);
    },

    lockTool: async (toolId: string): Promise<ToolRow> => {
      const query = database.select().from(tools).where(eq(tools.tool_id, toolId));
      return found((await query.for("update"))[0], "tool", toolId);
    },

    updateTool: async (toolId: string, changes: ToolChanges): Promise<ToolRow> => {
      const query = database.update(tools).set(changes).where(eq(tools.tool_id, toolId));
      return found((await query.returning())[0], "tool", toolId);
    },

    /** In the order of registration. */
    listTools: (query: ToolQuery): Promise<ToolRow[]> =>
      database
        .select()
        .from(tools)
        .where(
          and(
            query.state === undefined ? undefined : eq(tools.state, query.state),
            query.capability === undefined
              ? undefined
              : sql`${tools.capabilities} @> ${JSON.stringify([query.capability])}::jsonb`,
            query.after === undefined ? undefined : gt(tools.tool_id, query.after),
          ),
        )
        .orderBy(asc(tools.tool_id))
        .limit(query.limit + 1),

    activeTools: (): Promise<ToolRow[]> =>
      database.select().from(tools).where(eq(tools.state, "active")).orderBy(asc(tools.name)),

    /** False: that version was published already. */
    addVersion: async (version: ToolVersionRow): Promise<boolean> => {
      const query = database.insert(toolVersions).values(version).onConflictDoNothing();
      return (await query.returning({ version: toolVersions.version })).length > 0;
    },

    /** Newest first. */
    listVersions: (
      toolId: string,
      query: { readonly limit: number; readonly after: string | undefined },
    ): Promise<ToolVersionRow[]> =>
      database
        .select()
        .from(toolVersions)
        .where(
          and(
            eq(toolVersions.tool_id, toolId),
            query.after === undefined ? undefined : lt(toolVersions.position, query.after),
          ),
        )
        .orderBy(desc(toolVersions.position))
        .limit(query.limit + 1),

    find,

    get: async (executionId: string): Promise<ExecutionRow> =>
      found(await find(executionId), "tool execution", executionId),

    /** Inserts the execution with a lease, or takes it over from a run that died, in a transaction. */
    claim: async (execution: ExecutionRow, owner: string): Promise<Claim> => {
      const [added] = await database
        .insert(toolExecutions)
        .values({ ...execution, lease_owner: owner, lease_until: leaseEnd })
        .onConflictDoNothing()
        .returning();
      if (added !== undefined) return { kind: "claimed", execution: added, fresh: true };
      const { execution_id } = execution;
      const [taken] = await database
        .update(toolExecutions)
        .set({ lease_owner: owner, lease_until: leaseEnd })
        .where(
          and(
            eq(toolExecutions.execution_id, execution_id),
            inArray(toolExecutions.status, [...openStatuses]),
            sql`(${toolExecutions.lease_until} is null or ${toolExecutions.lease_until} < clock_timestamp())`,
          ),
        )
        .returning();
      if (taken !== undefined) return { kind: "claimed", execution: taken, fresh: false };
      const existing = found(await find(execution_id), "tool execution", execution_id);
      return { kind: existing.completed_at === null ? "busy" : "done", execution: existing };
    },

    /** Marks the execution as running; undefined: it was running before. */
    start: async (
      executionId: string,
      owner: string,
      at: string,
    ): Promise<ExecutionRow | undefined> => {
      const [started] = await database
        .update(toolExecutions)
        .set({ status: "running", started_at: at })
        .where(and(open(executionId, owner), isNull(toolExecutions.started_at)))
        .returning();
      return started;
    },

    /** Keeps the lease; false: the execution is ours no more. */
    renew: async (executionId: string, owner: string): Promise<boolean> => {
      const kept = await database
        .update(toolExecutions)
        .set({ lease_until: leaseEnd })
        .where(open(executionId, owner))
        .returning({ id: toolExecutions.execution_id });
      return kept.length > 0;
    },

    /** Gives the lease back, so that the next call runs the execution at once. */
    release: async (executionId: string, owner: string): Promise<void> => {
      await database
        .update(toolExecutions)
        .set({ lease_owner: null, lease_until: null })
        .where(open(executionId, owner));
    },

    /** Ends the execution; undefined: it is ours no more. */
    finish: async (
      executionId: string,
      owner: string,
      outcome: Outcome,
    ): Promise<ExecutionRow | undefined> => {
      const [done] = await database
        .update(toolExecutions)
        .set({ ...outcome, lease_owner: null, lease_until: null })
        .where(open(executionId, owner))
        .returning();
      return done;
    },

    addUsage: async (toolId: string, timeMs: number): Promise<void> => {
      await database
        .insert(toolUsage)
        .values({ tool_id: toolId, executions: 1, total_time_ms: timeMs })
        .onConflictDoUpdate({
          target: toolUsage.tool_id,
          set: {
            executions: sql`${toolUsage.executions} + 1`,
            total_time_ms: sql`${toolUsage.total_time_ms} + excluded.total_time_ms`,
          },
        });
    },

    usageOf: async (toolId: string) =>
      (await database.select().from(toolUsage).where(eq(toolUsage.tool_id, toolId)))[0],
  };
}

function found<Row>(row: Row | undefined, what: string, id: string): Row {
  if (row !== undefined) return row;
  throw new BerrysError("not_found", `There is no ${what} ${id}`);
}
