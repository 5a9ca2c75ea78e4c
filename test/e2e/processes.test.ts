import type { Envelope } from "@berrys/runtime/envelope";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPostgres, startPostgres, type TestPostgres } from "../support/postgres.ts";
import { type Processes, serviceIds, startProcesses, testApiKey } from "../support/processes.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";
import { until } from "../support/until.ts";
import {
  commands,
  expectEachTaskOnce,
  expectEnvelope,
  expectOrder,
  type Flow,
  otherEvents,
  projectStory,
  runFlow,
  taskStory,
} from "./flow.ts";
import { readLeftovers, readMessages, type Stored } from "./redis-messages.ts";

/** Every service a process of its own, on a real Redis and a real PostgreSQL. */
describe.runIf(findPostgres() !== null)("services as separate processes", () => {
  let redis: TestRedis;
  let postgres: TestPostgres;
  let platform: Processes;

  beforeAll(async () => {
    [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
    platform = await startProcesses({ redisUrl: redis.url, databaseUrl: postgres.url });
  }, 90_000);

  afterAll(async () => {
    await platform?.stop();
    await Promise.all([redis?.stop(), postgres?.stop()]);
  }, 60_000);

  describe("one project", () => {
    const correlationId = "e2e-flow-one";
    let flow: Flow;
    let messages: readonly Stored[];
    let events: readonly Envelope[];

    beforeAll(async () => {
      flow = await runFlow(platform.gateway, testApiKey, correlationId);
      await until(
        () => typesOf(redis.url, flow.projectId),
        (types) => types.includes("workflow.completed"),
        { everyMs: 20 },
      );
      await until(
        () => typesOf(redis.url, flow.projectId),
        (types) => types.includes("agent.terminated"),
        { everyMs: 20 },
      );
      messages = (await readMessages(redis.url)).filter(
        ({ envelope }) => envelope.correlation_id === correlationId,
      );
      events = messages
        .filter(({ stream }) => stream.endsWith(":events"))
        .map(({ envelope }) => envelope);
    }, 60_000);

    test("ends completed, with results", () => {
      expect(flow.state).toBe("completed");
      expect(flow.results.length).toBeGreaterThan(3);
      expect(flow.results.every(({ content }) => content.length > 0)).toBe(true);
    });

    test("every message in Redis is the exact envelope, from its owner, with valid data", () => {
      expect(messages.length).toBeGreaterThan(50);
      for (const { envelope } of messages) expectEnvelope(envelope);
    });

    test("all events and commands of the flow are there, those of the project in its order", () => {
      const types = messages.map(({ envelope }) => envelope.type);
      for (const type of [...otherEvents, ...commands]) expect(types).toContain(type);
      const byCategory = (category: string) =>
        events.filter(({ type }) => type.startsWith(`${category}.`));
      expectOrder(
        byCategory("project").map(({ type }) => type),
        projectStory,
      );
      const tasks = Map.groupBy(
        byCategory("task"),
        ({ data }) => (data as { readonly task_id: string }).task_id,
      );
      for (const task of tasks.values())
        expectOrder(
          task.map(({ type }) => type),
          taskStory,
        );
    });

    test("messages of one project share a partition and its order in time", () => {
      for (const category of ["project", "task", "workflow"]) {
        const stored = messages.filter(
          ({ stream, envelope }) =>
            stream.endsWith(":events") && envelope.type.startsWith(`${category}.`),
        );
        expect(new Set(stored.map(({ stream }) => stream)).size).toBe(1);
        const times = stored
          .filter(({ envelope }) => envelope.source !== "x")
          .map(({ envelope }) => envelope.id);
        expect(times).toEqual([...times].sort());
      }
    });

    test("one correlation id is in every message, response and log line of the flow", async () => {
      const all = await readMessages(redis.url);
      const strangers = all.filter(
        ({ envelope }) =>
          belongsTo(envelope, flow.projectId) && envelope.correlation_id !== correlationId,
      );
      expect(strangers.map(({ envelope }) => envelope.type)).toEqual([]);
      expect(flow.headers.get("x-correlation-id")).toBe(correlationId);
      expect(platform.garbage).toEqual([]);
      for (const line of platform.lines) expect(line).toHaveProperty("correlation_id");
      const inFlow = platform.lines.filter((line) => line.correlation_id === correlationId);
      expect(new Set(inFlow.map((line) => line.service))).toEqual(new Set(serviceIds));
      const others = platform.lines.filter(
        (line) =>
          JSON.stringify(line).includes(flow.projectId) && line.correlation_id !== correlationId,
      );
      expect(others).toEqual([]);
      const rpcs = inFlow.filter((line) => typeof line.rpc === "string").map((line) => line.rpc);
      for (const rpc of [
        "PlanningService/CreatePlan",
        "AgentService/CreateTeam",
        "ModelService/Execute",
        "ToolService/ExecuteTool",
      ]) {
        expect(
          rpcs.some((name) => String(name).endsWith(rpc)),
          rpc,
        ).toBe(true);
      }
    });

    test("the rows in PostgreSQL say the same", async () => {
      const client = new pg.Client({ connectionString: postgres.url });
      await client.connect();
      try {
        const rows = async (text: string): Promise<Record<string, unknown>[]> =>
          (await client.query(text, [flow.projectId])).rows;
        expect(
          await rows("select state from project_coordinator.projects where project_id = $1"),
        ).toEqual([{ state: "completed" }]);
        const tasks = await rows(
          "select state, result from planning_system.tasks where project_id = $1",
        );
        expect(tasks.length).toBe(flow.results.length);
        for (const task of tasks)
          expect(task).toMatchObject({
            state: "completed",
            result: { summary: expect.any(String) },
          });
        const agents = await rows(
          "select distinct state from agent_orchestrator.agents where project_id = $1",
        );
        expect(agents).toEqual([{ state: "terminated" }]);
        expect(
          await rows("select state from service_integration.workflows where project_id = $1"),
        ).toEqual([{ state: "completed" }]);
        for (const schema of [
          "project_coordinator",
          "planning_system",
          "agent_orchestrator",
          "service_integration",
        ]) {
          expect(
            (await client.query(`select count(*)::int as waiting from ${schema}.outbox`)).rows,
          ).toEqual([{ waiting: 0 }]);
        }
      } finally {
        await client.end();
      }
    });

    test("every task was done once, and nothing is left unacknowledged or dead", async () => {
      expectEachTaskOnce(events);
      await until(
        () => readLeftovers(redis.url),
        ({ pending }) => pending === 0,
      );
      expect((await readLeftovers(redis.url)).dead).toEqual([]);
    });
  });

  test("killing the planning process in mid-flow and starting it again still completes the project, every task once", async () => {
    const correlationId = "e2e-flow-killed";
    const flow = await runFlow(platform.gateway, testApiKey, correlationId, async (projectId) => {
      await until(
        () => typesOf(redis.url, projectId),
        (types) => types.includes("task.started"),
        { everyMs: 20 },
      );
      await platform.kill("planning-system");
      expect(await typesOf(redis.url, projectId)).not.toContain("project.completed");
      await platform.start("planning-system");
    });
    expect(flow.state).toBe("completed");
    const events = (await readMessages(redis.url)).filter(
      ({ stream, envelope }) =>
        stream.endsWith(":events") && envelope.correlation_id === correlationId,
    );
    expectEachTaskOnce(events.map(({ envelope }) => envelope));
    expect((await readLeftovers(redis.url)).dead).toEqual([]);
  }, 60_000);

  test("SIGTERM drains every process, exit code 0", async () => {
    const codes = await platform.stop();
    expect(codes, platform.garbage.join("\n")).toEqual(
      Object.fromEntries(serviceIds.map((id) => [id, 0])),
    );
  }, 30_000);
});

function belongsTo({ data }: Envelope, projectId: string): boolean {
  return (data as { readonly project_id?: string }).project_id === projectId;
}

async function typesOf(redisUrl: string, projectId: string): Promise<readonly string[]> {
  return (await readMessages(redisUrl))
    .filter(({ envelope }) => belongsTo(envelope, projectId))
    .map(({ envelope }) => envelope.type);
}
