import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findPostgres, startPostgres, type TestPostgres } from "../support/postgres.ts";
import {
  type Processes,
  type ServiceId,
  startProcesses,
  testApiKey,
} from "../support/processes.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";
import { until } from "../support/until.ts";
import { runFlow } from "./flow.ts";
import { expectMessages, expectNothingLeft, expectRows } from "./leftovers.ts";
import { readMessages } from "./redis-messages.ts";

/** Who is killed, and what has just happened in the project of that fault. */
const faults: readonly (readonly [victim: ServiceId, moment: string])[] = [
  ["tool-integration", "tool.execution_started"],
  ["service-integration", "workflow.started"],
  ["model-orchestration", "project.result_added"],
  ["agent-orchestrator", "agent.task_assigned"],
  ["project-coordinator", "task.completed"],
];

/** As many projects as services that fall, all at the same time: each also lives through what befalls the others. */
describe.runIf(findPostgres() !== null)("services that are killed in mid-flow", () => {
  let redis: TestRedis;
  let postgres: TestPostgres;
  let platform: Processes;
  let database: pg.Client;

  beforeAll(async () => {
    [redis, postgres] = await Promise.all([startRedis(), startPostgres()]);
    platform = await startProcesses({ redisUrl: redis.url, databaseUrl: postgres.url });
    database = new pg.Client({ connectionString: postgres.url });
    await database.connect();
  }, 90_000);

  afterAll(async () => {
    await database?.end();
    await platform?.stop();
    await Promise.all([redis?.stop(), postgres?.stop()]);
  }, 60_000);

  const happened = async (correlationId: string, moment: string): Promise<boolean> =>
    (await readMessages(redis.url)).some(
      ({ envelope }) => envelope.correlation_id === correlationId && envelope.type === moment,
    );

  test("complete every project, each task once, and leave nothing behind", async () => {
    const flows = faults.map(([victim, moment]) => {
      const correlationId = `fault-${victim}`;
      return runFlow(platform.gateway, testApiKey, correlationId, async () => {
        await until(
          () => happened(correlationId, moment),
          (yes) => yes,
          { timeoutMs: 45_000, everyMs: 300 },
        );
        await platform.kill(victim);
        await platform.start(victim);
      });
    });
    const place = { redisUrl: redis.url, database };
    const ended = await Promise.all(flows);
    for (const flow of ended) {
      expect(flow.state, flow.correlationId).toBe("completed");
      await expectRows(place, flow);
    }
    await expectNothingLeft(place);
    for (const flow of ended) await expectMessages(place, flow);
  }, 120_000);
});
