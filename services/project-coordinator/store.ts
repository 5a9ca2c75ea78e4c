import type { Database } from "@berrys/runtime/database";
import { BerrysError } from "@berrys/runtime/errors";
import { and, asc, count, desc, eq, gt, lt } from "drizzle-orm";
import { projects, results, statusHistory, teamMembers } from "./schema.ts";
import type { ProjectState } from "./state-machine.ts";

export type ProjectRow = typeof projects.$inferSelect;
export type ProjectChanges = Partial<Omit<ProjectRow, "project_id" | "version">>;
export type ResultRow = typeof results.$inferSelect;
export type TeamMemberRow = typeof teamMembers.$inferSelect;
export type StatusChangeRow = typeof statusHistory.$inferSelect;

interface PageQuery {
  readonly limit: number;
  readonly after: string | undefined;
}

export type Store = ReturnType<typeof createStore>;

/** Queries of the Project Coordinator. Lists return one row more than `limit` where there are more. */
export function createStore(database: Database) {
  async function find(projectId: string): Promise<ProjectRow | undefined> {
    const [row] = await database.select().from(projects).where(eq(projects.project_id, projectId));
    return row;
  }

  return {
    insert: async (project: ProjectRow): Promise<void> => {
      await database.insert(projects).values(project);
    },

    find,

    get: async (projectId: string): Promise<ProjectRow> => found(await find(projectId), projectId),

    /** Reads a project and keeps others from changing it until the transaction ends. */
    lock: async (projectId: string): Promise<ProjectRow> => {
      const query = database.select().from(projects).where(eq(projects.project_id, projectId));
      return found((await query.for("update"))[0], projectId);
    },

    /** Like `lock`, for messages: the project that they are about may be deleted. */
    findAndLock: async (projectId: string): Promise<ProjectRow | undefined> => {
      const query = database.select().from(projects).where(eq(projects.project_id, projectId));
      return (await query.for("update"))[0];
    },

    /** Writes changes to a row that this transaction has locked. */
    update: async (project: ProjectRow, changes: ProjectChanges): Promise<ProjectRow> => {
      const [row] = await database
        .update(projects)
        .set({ ...changes, version: project.version + 1 })
        .where(eq(projects.project_id, project.project_id))
        .returning();
      return found(row, project.project_id);
    },

    /** By the time at which they were created, which is the order of their ids. */
    list: (
      query: PageQuery & {
        readonly state: ProjectState | undefined;
        readonly descending: boolean;
      },
    ): Promise<ProjectRow[]> =>
      database
        .select()
        .from(projects)
        .where(
          and(
            query.state === undefined ? undefined : eq(projects.state, query.state),
            query.after === undefined
              ? undefined
              : (query.descending ? lt : gt)(projects.project_id, query.after),
          ),
        )
        .orderBy((query.descending ? desc : asc)(projects.project_id))
        .limit(query.limit + 1),

    remove: async (projectId: string): Promise<void> => {
      await database.delete(results).where(eq(results.project_id, projectId));
      await database.delete(teamMembers).where(eq(teamMembers.project_id, projectId));
      await database.delete(statusHistory).where(eq(statusHistory.project_id, projectId));
      await database.delete(projects).where(eq(projects.project_id, projectId));
    },

    addStatusChange: async (change: StatusChangeRow): Promise<void> => {
      await database.insert(statusHistory).values(change);
    },

    listStatusChanges: (projectId: string, query: PageQuery): Promise<StatusChangeRow[]> =>
      database
        .select()
        .from(statusHistory)
        .where(
          and(
            eq(statusHistory.project_id, projectId),
            query.after === undefined ? undefined : gt(statusHistory.change_id, query.after),
          ),
        )
        .orderBy(asc(statusHistory.change_id))
        .limit(query.limit + 1),

    /** Whether the project was ever in that state. */
    hasBeen: async (projectId: string, state: ProjectState): Promise<boolean> => {
      const changes = database.select({ value: count() }).from(statusHistory);
      const there = and(eq(statusHistory.project_id, projectId), eq(statusHistory.state, state));
      return ((await changes.where(there))[0]?.value ?? 0) > 0;
    },

    saveTeam: async (members: readonly TeamMemberRow[]): Promise<void> => {
      if (members.length === 0) return;
      await database
        .insert(teamMembers)
        .values([...members])
        .onConflictDoNothing();
    },

    removeTeamMember: async (agentId: string): Promise<void> => {
      await database.delete(teamMembers).where(eq(teamMembers.agent_id, agentId));
    },

    countTeam: async (projectId: string): Promise<number> => {
      const query = database.select({ value: count() }).from(teamMembers);
      return (await query.where(eq(teamMembers.project_id, projectId)))[0]?.value ?? 0;
    },

    /** False: the task has a result already. */
    addResult: async (result: ResultRow): Promise<boolean> => {
      const added = await database
        .insert(results)
        .values(result)
        .onConflictDoNothing({ target: results.task_id })
        .returning({ id: results.result_id });
      return added.length > 0;
    },

    countResults: async (projectId: string): Promise<number> => {
      const query = database.select({ value: count() }).from(results);
      return (await query.where(eq(results.project_id, projectId)))[0]?.value ?? 0;
    },

    listResults: (projectId: string, query: PageQuery): Promise<ResultRow[]> =>
      database
        .select()
        .from(results)
        .where(
          and(
            eq(results.project_id, projectId),
            query.after === undefined ? undefined : gt(results.result_id, query.after),
          ),
        )
        .orderBy(asc(results.result_id))
        .limit(query.limit + 1),
  };
}

function found(row: ProjectRow | undefined, projectId: string): ProjectRow {
  if (row !== undefined) return row;
  throw new BerrysError("not_found", `There is no project ${projectId}`);
}
