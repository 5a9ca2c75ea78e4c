import { ToolExecutionStatus } from "@berrys/platform/rpc/berrys/tools/v1/tools_pb";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Drive, drive } from "../../test/support/drive.ts";
import service from "./main.ts";

/** The machine may be busy. */
const soon = { timeout: 10_000 };

let platform: Drive;
beforeAll(async () => {
  platform = await drive([service]);
});
afterAll(() => platform.stop());

const transformation = { expression: "$sum(n)", input: { n: [1, 2] } };

test("executes a tool over RPC, once for all calls with one id", async () => {
  const { toolService } = platform.clients;
  const projectId = uuidv7();
  const request = {
    executionId: uuidv7(),
    tool: { case: "toolName", value: "json_transformer" } as const,
    parameters: transformation,
    projectId,
  };
  const answers = await Promise.all([
    toolService.executeTool(request),
    toolService.executeTool(request),
    toolService.executeTool(request),
  ]);
  for (const { execution } of answers) {
    expect(execution?.status).toBe(ToolExecutionStatus.COMPLETED);
    expect(execution?.result).toEqual({ output: 3 });
    expect(execution?.completedAt).toEqual(answers[0].execution?.completedAt);
  }
  await platform.hear("tool.execution_completed", { project_id: projectId });
  const types = platform.heard
    .filter(({ data }) => (data as { project_id?: string }).project_id === projectId)
    .map(({ type }) => type);
  expect(types).toEqual([
    "tool.execution_requested",
    "tool.execution_started",
    "tool.execution_completed",
  ]);
});

test("a tool that fails is an execution that failed", async () => {
  const { execution } = await platform.clients.toolService.executeTool({
    tool: { case: "toolName", value: "data_profiler" },
    parameters: { source: "nowhere.csv" },
  });
  expect(execution?.status).toBe(ToolExecutionStatus.FAILED);
  expect(execution?.error).toMatchObject({ code: "invalid_argument" });
  await platform.hear("tool.execution_failed", { execution_id: execution?.executionId });
});

test("refuses parameters that do not fit, and stores nothing", async () => {
  const executionId = uuidv7();
  const call = platform.clients.toolService.executeTool({
    executionId,
    tool: { case: "toolName", value: "data_profiler" },
    parameters: { sauce: "customers.csv" },
  });
  await expect(call).rejects.toMatchObject({
    code: "invalid_argument",
    message: expect.stringContaining("`source` is missing"),
  });
  await expect(
    platform.clients.toolService.getToolExecution({ executionId }),
  ).rejects.toMatchObject({ code: "not_found" });
});

test("executes by command; of credentials only the names are stored", async () => {
  const tool_id = "0195e000-0000-7000-8000-000000000202";
  const execution_id = uuidv7();
  const order = {
    execution_id,
    tool_id,
    parameters: transformation,
    credentials: { token: "very secret" },
  };
  const reply = await platform.request.toolExecute(order);
  expect(reply).toMatchObject({
    execution_id,
    tool_id,
    status: "completed",
    result: { output: 3 },
  });
  expect(await platform.request.toolExecute(order)).toEqual(reply);
  const rows = await platform.database.sql.query(
    `select * from tool_integration.tool_executions where execution_id = '${execution_id}'`,
  );
  expect(rows).toMatchObject([{ credential_names: ["token"] }]);
  expect(JSON.stringify([rows, platform.heard])).not.toContain("very secret");
});

test("waits for the run of another, and takes over where that died", async () => {
  const executionId = uuidv7();
  const request = {
    executionId,
    tool: { case: "toolName", value: "json_transformer" } as const,
    parameters: transformation,
  };
  await platform.clients.toolService.executeTool(request);
  await platform.database.sql.query(
    `update tool_integration.tool_executions set status = 'running', completed_at = null, result = null,
      lease_owner = '${uuidv7()}', lease_until = clock_timestamp() + interval '300 milliseconds'
      where execution_id = '${executionId}'`,
  );
  const before = performance.now();
  const { execution } = await platform.clients.toolService.executeTool(request);
  expect(execution?.result).toEqual({ output: 3 });
  expect(performance.now() - before).toBeGreaterThan(250);
});

test("finds, lists, changes and deactivates tools", async () => {
  const { toolService } = platform.clients;
  const { matches } = await toolService.searchTools({ capabilities: ["report_writing"] });
  expect(matches.map(({ tool }) => tool?.name)).toEqual(["report_writer", "text_statistics"]);
  const page = await toolService.listTools({ limit: 2 });
  const rest = await toolService.listTools({ cursor: page.nextCursor });
  expect([...page.tools, ...rest.tools].map(({ name }) => name)).toEqual([
    "data_profiler",
    "json_transformer",
    "text_statistics",
    "report_writer",
    "http_fetch",
  ]);
  const client = await platform.rest("tool-integration");
  const tool_id = rest.tools[0]?.toolId ?? "";
  const limits = { timeout_ms: 20_000, memory_mb: 256 };
  const { data } = await client.updateTool({ params: { tool_id }, body: { limits } });
  expect(data).toMatchObject({ name: "text_statistics", limits });
  const { data: versions } = await client.listToolVersions({ params: { tool_id } });
  expect(versions).toMatchObject([{ version: "1.0.0", changes: "First version." }]);
  await client.deactivateTool({ params: { tool_id } });
  await platform.hear("tool.deactivated", { tool_id });
  const call = toolService.executeTool({
    tool: { case: "toolId", value: tool_id },
    parameters: { text: "a" },
  });
  await expect(call).rejects.toMatchObject({ code: "failed_precondition" });
  const { data: found } = await client.searchTools({ body: { query: "text words" } });
  expect(found.map(({ tool }) => tool.name)).not.toContain("text_statistics");
});

test("counts executions per tool", async () => {
  const tool_id = "0195e000-0000-7000-8000-000000000202";
  const completed = platform.heard.filter(
    ({ type, data }) =>
      type === "tool.execution_completed" && (data as { tool_id: string }).tool_id === tool_id,
  ).length;
  expect(completed).toBeGreaterThan(2);
  const counted = async () => {
    const rows = await platform.database.sql.query<{ executions: number }>(
      `select executions from tool_integration.tool_usage where tool_id = '${tool_id}'`,
    );
    return rows[0]?.executions;
  };
  await expect.poll(counted, soon).toBe(completed);
});
