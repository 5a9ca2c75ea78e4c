import { afterAll, beforeAll, expect, test } from "vitest";
import { describeAccess } from "./operations/access.ts";
import { describeAgents } from "./operations/agents.ts";
import { describeModelsAndTools } from "./operations/models-and-tools.ts";
import { describePaging } from "./operations/paging.ts";
import { operations, startTestPlatform, type TestPlatform } from "./operations/platform.ts";
import { describeProjects } from "./operations/projects.ts";
import { describeRefusals } from "./operations/refusals.ts";
import { describeRpc } from "./operations/rpc.ts";
import { describeSessions } from "./operations/sessions.ts";
import { describeTasks } from "./operations/tasks.ts";
import { describeWebhooks } from "./operations/webhooks.ts";
import { describeWorkflows } from "./operations/workflows.ts";

let started: TestPlatform | null = null;
const platform = (): TestPlatform => {
  if (started === null) throw new Error("the platform did not start");
  return started;
};

beforeAll(async () => {
  started = await startTestPlatform();
});

afterAll(async () => {
  await started?.[Symbol.asyncDispose]();
});

describeProjects(platform);
describeTasks(platform);
describeAgents(platform);
describeModelsAndTools(platform);
describeWorkflows(platform);
describeWebhooks(platform);
describeSessions(platform);
describeRpc(platform);
describePaging(platform);
describeAccess(platform);
describeRefusals(platform);

test("every operation of the contract was answered with success", () => {
  const missing = operations.filter(({ operationId }) => !platform().succeeded.has(operationId));
  expect(missing.map(({ operationId }) => operationId)).toEqual([]);
  expect(operations).toHaveLength(platform().succeeded.size);
});

test("nothing failed on the server's side", () => {
  expect(platform().lines.filter(({ level }) => level >= 50)).toEqual([]);
});
