/** What a completed project must have left behind in Redis and PostgreSQL, whatever failed on the way. */
import type pg from "pg";
import { expect } from "vitest";
import { until } from "../support/until.ts";
import {
  expectEachTaskOnce,
  expectEnvelope,
  expectOrder,
  projectStory,
  taskStory,
} from "./flow.ts";
import { readLeftovers, readMessages } from "./redis-messages.ts";

interface Place {
  readonly redisUrl: string;
  readonly database: pg.Client;
}

interface Project {
  readonly projectId: string;
  readonly correlationId: string;
}

/** Events that there is one of: for the project, for each task, for each execution and so on. */
const single = {
  project_id: ["project.created", "project.planning_completed", "project.completed"],
  task_id: ["task.created", "task.assigned", "task.completed", "agent.task_completed"],
  execution_id: ["model.execution_completed", "tool.execution_completed"],
  agent_id: ["agent.created", "agent.terminated"],
  workflow_id: ["workflow.started", "workflow.completed"],
} as const;

/** Every row is in its last state, with one result for each task. */
export async function expectRows({ database }: Place, { projectId }: Project): Promise<void> {
  const rows = async (text: string): Promise<readonly unknown[]> =>
    (await database.query(text, [projectId])).rows;
  for (const [table, state] of [
    ["project_coordinator.projects", "completed"],
    ["planning_system.tasks", "completed"],
    ["agent_orchestrator.agents", "terminated"],
    ["service_integration.workflows", "completed"],
  ] as const) {
    await until(
      () => rows(`select distinct state from ${table} where project_id = $1`),
      (states) => JSON.stringify(states) === JSON.stringify([{ state }]),
    );
  }
  const idsOf = (table: string) =>
    rows(`select task_id from ${table} where project_id = $1 order by task_id`);
  expect(await idsOf("project_coordinator.results")).toEqual(await idsOf("planning_system.tasks"));
}

/** Every message is valid and in its order; everything happened once and under one correlation id. */
export async function expectMessages(place: Place, project: Project): Promise<void> {
  const { projectId, correlationId } = project;
  const messages = (await readMessages(place.redisUrl)).filter(
    ({ envelope }) =>
      envelope.correlation_id === correlationId ||
      (envelope.data as { readonly project_id?: string }).project_id === projectId,
  );
  const events = messages
    .filter(({ stream }) => stream.endsWith(":events"))
    .map(({ envelope }) => envelope);
  for (const { envelope } of messages) {
    expectEnvelope(envelope);
    expect(envelope.correlation_id, envelope.type).toBe(correlationId);
  }
  expectEachTaskOnce(events);
  for (const [field, types] of Object.entries(single)) {
    for (const type of types) {
      const ids = events
        .filter((event) => event.type === type)
        .map(({ data }) => (data as Readonly<Record<string, unknown>>)[field]);
      expect(ids, type).toEqual([...new Set(ids)]);
    }
  }
  const typesOf = (category: string) => events.filter(({ type }) => type.startsWith(category));
  expectOrder(
    typesOf("project.").map(({ type }) => type),
    projectStory,
  );
  const tasks = Map.groupBy(
    typesOf("task."),
    ({ data }) => (data as { readonly task_id: string }).task_id,
  );
  for (const task of tasks.values())
    expectOrder(
      task.map(({ type }) => type),
      taskStory,
    );
}

/** Nothing waits: no outbox, no consumer group; and nothing is a dead letter. */
export async function expectNothingLeft({ redisUrl, database }: Place): Promise<void> {
  const { rows } = await database.query<{ readonly name: string }>(
    "select table_schema as name from information_schema.tables where table_name = 'outbox'",
  );
  expect(rows.length).toBe(8);
  const outboxes = rows.map(({ name }) => `select id from ${name}.outbox`).join(" union all ");
  await until(
    async () => ({
      ...(await readLeftovers(redisUrl)),
      outbox: (await database.query(outboxes)).rows,
    }),
    ({ pending, outbox }) => pending === 0 && outbox.length === 0,
  );
  expect((await readLeftovers(redisUrl)).dead).toEqual([]);
}
