import type { Database } from "@berrys/runtime/database";
import { BerrysError } from "@berrys/runtime/errors";
import { and, asc, count, desc, eq, gt, inArray, lt, sql } from "drizzle-orm";
import {
  type AgentTaskStatus,
  agents,
  agentTasks,
  cancelledTasks,
  stateHistory,
  teams,
  templates,
} from "./schema.ts";
import type { AgentState } from "./state-machine.ts";

export type TemplateRow = typeof templates.$inferSelect;
export type AgentRow = typeof agents.$inferSelect;
export type AgentChanges = Partial<Omit<AgentRow, "agent_id" | "created_at">>;
export type TeamRow = typeof teams.$inferSelect;
export type StateChangeRow = typeof stateHistory.$inferSelect;
export type AgentTaskRow = typeof agentTasks.$inferSelect;

interface PageQuery {
  readonly limit: number;
  readonly after: string | undefined;
}

/** How much an agent has to do, and whether it failed at a certain task before. */
export interface Load {
  readonly openTasks: number;
  readonly failedBefore: boolean;
}

export type Store = ReturnType<typeof createStore>;

const openStatuses: readonly AgentTaskStatus[] = ["assigned", "running"];

/** Queries of the Agent Orchestrator. Lists return one row more than `limit` where there are more. */
export function createStore(database: Database) {
  async function findTask(taskId: string, attempt: number): Promise<AgentTaskRow | undefined> {
    const [row] = await database
      .select()
      .from(agentTasks)
      .where(and(eq(agentTasks.task_id, taskId), eq(agentTasks.attempt, attempt)));
    return row;
  }

  return {
    /** False: there is a template with this id already. */
    addTemplate: async (template: TemplateRow): Promise<boolean> => {
      const query = database.insert(templates).values(template).onConflictDoNothing();
      return (await query.returning({ id: templates.template_id })).length > 0;
    },

    getTemplate: async (templateId: string): Promise<TemplateRow> => {
      const query = database.select().from(templates);
      return found(
        (await query.where(eq(templates.template_id, templateId)))[0],
        "template",
        templateId,
      );
    },

    allTemplates: (): Promise<TemplateRow[]> =>
      database.select().from(templates).orderBy(asc(templates.template_id)),

    /** In the order of registration. */
    listTemplates: (
      query: PageQuery & { readonly capability: string | undefined },
    ): Promise<TemplateRow[]> =>
      database
        .select()
        .from(templates)
        .where(
          and(
            query.capability === undefined
              ? undefined
              : sql`${templates.capabilities} @> ${JSON.stringify([query.capability])}::jsonb`,
            query.after === undefined ? undefined : gt(templates.template_id, query.after),
          ),
        )
        .orderBy(asc(templates.template_id))
        .limit(query.limit + 1),

    /** Counts one more task that an agent of the template completed or failed. */
    countTask: async (agentId: string, outcome: "completed" | "failed"): Promise<void> => {
      const [agent] = await database
        .select({ template_id: agents.template_id })
        .from(agents)
        .where(eq(agents.agent_id, agentId));
      if (agent === undefined) return;
      const changes =
        outcome === "completed"
          ? { tasks_completed: sql`${templates.tasks_completed} + 1` }
          : { tasks_failed: sql`${templates.tasks_failed} + 1` };
      await database
        .update(templates)
        .set(changes)
        .where(eq(templates.template_id, agent.template_id));
    },

    /** False: the project has a team already. */
    addTeam: async (team: TeamRow): Promise<boolean> => {
      const query = database.insert(teams).values(team).onConflictDoNothing();
      return (await query.returning({ id: teams.team_id })).length > 0;
    },

    getTeam: async (projectId: string): Promise<TeamRow> => {
      const [row] = await database.select().from(teams).where(eq(teams.project_id, projectId));
      if (row !== undefined) return row;
      throw new BerrysError("not_found", `The project ${projectId} has no team`);
    },

    insertAgent: async (agent: AgentRow): Promise<void> => {
      await database.insert(agents).values(agent);
    },

    getAgent: async (agentId: string): Promise<AgentRow> => {
      const [row] = await database.select().from(agents).where(eq(agents.agent_id, agentId));
      return found(row, "agent", agentId);
    },

    /** Reads an agent, if there is one, and keeps others from changing it until the transaction ends. */
    findAndLockAgent: async (agentId: string): Promise<AgentRow | undefined> => {
      const query = database.select().from(agents).where(eq(agents.agent_id, agentId));
      return (await query.for("update"))[0];
    },

    lockAgent: async (agentId: string): Promise<AgentRow> => {
      const query = database.select().from(agents).where(eq(agents.agent_id, agentId));
      return found((await query.for("update"))[0], "agent", agentId);
    },

    /** Locks the agents of a project that are not gone, always in the same order. */
    lockAgentsOf: (projectId: string): Promise<AgentRow[]> =>
      database
        .select()
        .from(agents)
        .where(and(eq(agents.project_id, projectId), sql`${agents.state} not in ('terminated')`))
        .orderBy(asc(agents.agent_id))
        .for("update"),

    updateAgent: async (agentId: string, changes: AgentChanges): Promise<AgentRow> => {
      const query = database.update(agents).set(changes).where(eq(agents.agent_id, agentId));
      return found((await query.returning())[0], "agent", agentId);
    },

    /** In the order they were made, those that are gone included. */
    agentsOf: (projectId: string): Promise<AgentRow[]> =>
      database
        .select()
        .from(agents)
        .where(eq(agents.project_id, projectId))
        .orderBy(asc(agents.agent_id)),

    /** Newest first. */
    listAgents: (
      query: PageQuery & {
        readonly projectId?: string | undefined;
        readonly state?: AgentState | undefined;
      },
    ): Promise<AgentRow[]> =>
      database
        .select()
        .from(agents)
        .where(
          and(
            query.projectId === undefined ? undefined : eq(agents.project_id, query.projectId),
            query.state === undefined ? undefined : eq(agents.state, query.state),
            query.after === undefined ? undefined : lt(agents.agent_id, query.after),
          ),
        )
        .orderBy(desc(agents.agent_id))
        .limit(query.limit + 1),

    addStateChange: async (change: StateChangeRow): Promise<void> => {
      await database.insert(stateHistory).values(change);
    },

    listStateChanges: (agentId: string, query: PageQuery): Promise<StateChangeRow[]> =>
      database
        .select()
        .from(stateHistory)
        .where(
          and(
            eq(stateHistory.agent_id, agentId),
            query.after === undefined ? undefined : gt(stateHistory.change_id, query.after),
          ),
        )
        .orderBy(asc(stateHistory.change_id))
        .limit(query.limit + 1),

    insertTask: async (task: AgentTaskRow): Promise<void> => {
      await database.insert(agentTasks).values(task);
    },

    findTask,

    updateTask: async (task: AgentTaskRow, changes: Partial<AgentTaskRow>): Promise<void> => {
      await database
        .update(agentTasks)
        .set(changes)
        .where(and(eq(agentTasks.task_id, task.task_id), eq(agentTasks.attempt, task.attempt)));
    },

    /** Tasks in somebody's hands: of an agent, or attempts at one task. */
    openTasks: (of: { readonly agentId: string } | { readonly taskId: string }) =>
      database
        .select()
        .from(agentTasks)
        .where(
          and(
            "agentId" in of
              ? eq(agentTasks.agent_id, of.agentId)
              : eq(agentTasks.task_id, of.taskId),
            inArray(agentTasks.status, [...openStatuses]),
          ),
        )
        .orderBy(asc(agentTasks.position)),

    /** Oldest first. */
    listTasks: (agentId: string, query: PageQuery): Promise<AgentTaskRow[]> =>
      database
        .select()
        .from(agentTasks)
        .where(
          and(
            eq(agentTasks.agent_id, agentId),
            query.after === undefined ? undefined : gt(agentTasks.position, query.after),
          ),
        )
        .orderBy(asc(agentTasks.position))
        .limit(query.limit + 1),

    /** How busy the agents of a project are; agents without tasks are left out. */
    loads: async (projectId: string, taskId: string): Promise<ReadonlyMap<string, Load>> => {
      const rows = await database
        .select({
          agent_id: agentTasks.agent_id,
          open: count(sql`case when ${agentTasks.status} in ('assigned', 'running') then 1 end`),
          failed: count(
            sql`case when ${agentTasks.task_id}::text = ${taskId} and ${agentTasks.status} = 'failed' then 1 end`,
          ),
        })
        .from(agentTasks)
        .where(eq(agentTasks.project_id, projectId))
        .groupBy(agentTasks.agent_id);
      return new Map(
        rows.map((row) => [
          row.agent_id,
          { openTasks: Number(row.open), failedBefore: Number(row.failed) > 0 },
        ]),
      );
    },

    /** Remembers that nobody is to work on the task any more. */
    markCancelled: async (taskId: string, at: string): Promise<void> => {
      await database
        .insert(cancelledTasks)
        .values({ task_id: taskId, cancelled_at: at })
        .onConflictDoNothing();
    },

    isCancelled: async (taskId: string): Promise<boolean> => {
      const query = database.select().from(cancelledTasks);
      return (await query.where(eq(cancelledTasks.task_id, taskId))).length > 0;
    },
  };
}

function found<Row>(row: Row | undefined, what: string, id: string): Row {
  if (row !== undefined) return row;
  throw new BerrysError("not_found", `There is no ${what} ${id}`);
}
