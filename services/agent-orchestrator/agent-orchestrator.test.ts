import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { AgentState } from "@berrys/platform/rpc/berrys/agents/v1/agents_pb";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Drive, drive } from "../../test/support/drive.ts";
import models from "../model-orchestration/main.ts";
import tools from "../tool-integration/main.ts";
import service from "./main.ts";

/** The machine may be busy. */
const soon = { timeout: 10_000 };

let platform: Drive;
beforeAll(async () => {
  platform = await drive([service, models, tools]);
});
afterAll(() => platform.stop());

async function team(...requiredCapabilities: string[]) {
  const projectId = uuidv7();
  const order = { projectId, requiredCapabilities };
  const { team } = await platform.clients.agentService.createTeam(order);
  return { projectId, agents: team?.agents ?? [], teamId: team?.teamId };
}

function assignment(projectId: string, agentId: string | undefined, capability: string) {
  return {
    agent_id: agentId ?? "",
    task_id: uuidv7(),
    project_id: projectId,
    priority: "normal",
    title: "Look at customers.csv",
    description: "Say what the data hold.",
    task_type: "work",
    required_capabilities: [capability],
    inputs: { data_sources: ["customers.csv"], objectives: ["Know the customers"] },
    attempt: 1,
  } as const;
}

const typesOf = (projectId: string) =>
  platform.heard
    .filter(({ data }) => (data as { project_id?: string }).project_id === projectId)
    .map(({ type }) => type);

test("builds one team a project, even when asked twice at once", async () => {
  const { agentService } = platform.clients;
  const projectId = uuidv7();
  const requiredCapabilities = ["data_profiling", "data_analysis", "report_writing"];
  const order = { projectId, requiredCapabilities };
  const [first, second] = await Promise.all([
    agentService.createTeam(order),
    agentService.createTeam(order),
  ]);
  expect(second.team).toEqual(first.team);
  expect(first.team?.agents.map(({ name, state }) => [name, state])).toEqual([
    ["Data Profiler 1", AgentState.READY],
    ["Data Analyst 1", AgentState.READY],
    ["Writer 1", AgentState.READY],
  ]);
  await expect
    .poll(() => typesOf(projectId), soon)
    .toEqual(
      Array.from({ length: 3 }, () => [
        "agent.created",
        "agent.state_changed",
        "agent.initialized",
        "agent.state_changed",
        "agent.ready",
      ]).flat(),
    );
  await expect(
    agentService.createTeam({ projectId: uuidv7(), requiredCapabilities: ["cooking"] }),
  ).rejects.toMatchObject({ code: "failed_precondition" });
  expect((await agentService.getTeam({ projectId })).team).toEqual(first.team);
});

test.each([
  ["data_profiling", { profiles: [{ source: "customers.csv" }] }],
  ["data_analysis", { insights: [{ source: "customers.csv", rows: 60 }] }],
  ["data_transformation", { rules: [{ source: "customers.csv" }] }],
  ["research", { pages: [] }],
  ["report_writing", { sections: 1 }],
])("does a task that takes %s and reports it once", async (capability, data) => {
  const { projectId, agents } = await team(capability);
  const task = assignment(projectId, agents[0]?.agentId, capability);
  await platform.send.agentAssignTask(task);
  await platform.send.agentAssignTask(task);
  const { task_id } = task;
  const report = await platform.hear("task.report_result", { task_id });
  expect(report.data).toMatchObject({
    agent_id: task.agent_id,
    attempt: 1,
    status: "completed",
    result: { format: "markdown", data },
  });
  const client = await platform.rest("agent-orchestrator");
  const { data: agent } = await client.getAgent({ params: { agent_id: task.agent_id } });
  expect(agent).toMatchObject({ state: "ready", current_task_id: null, tasks_completed: 1 });
  const { data: done } = await client.listAgentTasks({ params: { agent_id: task.agent_id } });
  expect(done).toMatchObject([{ task_id, status: "completed" }]);
  await platform.hear("agent.task_completed", { task_id });
  // What comes after a third delivery has been behind everything that the second could have done.
  await platform.send.agentAssignTask({ ...task, task_id: uuidv7(), attempt: 9 });
  await expect
    .poll(() => typesOf(projectId).filter((type) => type === "task.report_result"), soon)
    .toHaveLength(2);
  const assigned = platform.heard.filter(
    ({ type, data }) =>
      type === "agent.task_assigned" && (data as { task_id: string }).task_id === task_id,
  );
  expect(assigned).toHaveLength(1);
});

test("goes on where a run died: what was executed is not executed again", async () => {
  const { projectId, agents } = await team("data_profiling");
  const task = assignment(projectId, agents[0]?.agentId, "data_profiling");
  await platform.send.agentAssignTask(task);
  await platform.hear("task.report_result", { task_id: task.task_id });
  const executions = () =>
    typesOf(projectId).filter((type) => /execution_requested/.test(type)).length;
  await expect.poll(executions, soon).toBe(2);
  await platform.database.sql.query(
    `update agent_orchestrator.agent_tasks set status = 'running' where task_id = '${task.task_id}'`,
  );
  await platform.database.sql.query(
    `update agent_orchestrator.agents set state = 'active' where agent_id = '${task.agent_id}'`,
  );
  await platform.send.agentAssignTask(task);
  await expect
    .poll(() => typesOf(projectId).filter((type) => type === "task.report_result"), soon)
    .toHaveLength(2);
  expect(executions()).toBe(2);
});

test("a tool that fails makes the task fail, with its error", async () => {
  const { projectId, agents } = await team("data_profiling");
  const task = {
    ...assignment(projectId, agents[0]?.agentId, "data_profiling"),
    inputs: { data_sources: ["nowhere.csv"] },
  };
  await platform.send.agentAssignTask(task);
  const report = await platform.hear("task.report_result", { task_id: task.task_id });
  expect(report.data).toMatchObject({
    status: "failed",
    error: {
      code: "invalid_argument",
      message: expect.stringContaining("nowhere.csv"),
      retryable: false,
    },
  });
  await platform.hear("agent.task_failed", { task_id: task.task_id });
  const client = await platform.rest("agent-orchestrator");
  const params = { agent_id: task.agent_id };
  const reasons = async () =>
    (await client.listAgentStateHistory({ params })).data.map(({ reason }) => reason);
  await expect
    .poll(reasons, soon)
    .toContainEqual(expect.stringMatching(/^The tool data_profiler failed/));
  const { agentService } = platform.clients;
  const order = { projectId, requiredCapabilities: ["data_profiling"], taskId: task.task_id };
  expect((await agentService.matchAgent(order)).agent?.agentId).toBe(task.agent_id);
});

test("a task that was cancelled first is never begun", async () => {
  const { projectId, agents } = await team("data_profiling");
  const task = assignment(projectId, agents[0]?.agentId, "data_profiling");
  const { agent_id, task_id } = task;
  await platform.send.agentCancelTask({ agent_id, task_id, project_id: projectId });
  const cancelled = () =>
    platform.database.sql.query(
      `select 1 from agent_orchestrator.cancelled_tasks where task_id = '${task_id}'`,
    );
  await expect.poll(cancelled, soon).toHaveLength(1);
  await platform.send.agentAssignTask(task);
  const next = assignment(projectId, agent_id, "data_profiling");
  await platform.send.agentAssignTask(next);
  await platform.hear("task.report_result", { task_id: next.task_id });
  expect(
    platform.heard.some(({ data }) => (data as { task_id?: string }).task_id === task_id),
  ).toBe(false);
});

/** A page whose answer a test holds back, so that an agent is at work for as long as it wants. */
async function heldPage() {
  const asked: ServerResponse[] = [];
  const server = createServer((_request, response) => asked.push(response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const host = `127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  process.env.TOOL_ALLOWED_HOSTS = host;
  return {
    url: `http://${host}/`,
    asked: () => expect.poll(() => asked.length, soon).toBe(1),
    answer: () => asked[0]?.end("a page"),
    [Symbol.dispose]: () => {
      delete process.env.TOOL_ALLOWED_HOSTS;
      server.close();
    },
  };
}

test("stops a task that is cancelled while it is done, and takes the next", async () => {
  using page = await heldPage();
  const { projectId, agents } = await team("research");
  const first = assignment(projectId, agents[0]?.agentId, "research");
  const { agent_id, task_id } = first;
  await platform.send.agentAssignTask({ ...first, inputs: { data_sources: [page.url] } });
  await page.asked();
  await platform.send.agentCancelTask({ agent_id, task_id, project_id: projectId });
  await platform.hear("agent.state_changed", {
    agent_id,
    previous_state: "active",
    state: "ready",
  });
  page.answer();
  const next = assignment(projectId, agent_id, "research");
  await platform.send.agentAssignTask(next);
  await platform.hear("task.report_result", { task_id: next.task_id });
  const client = await platform.rest("agent-orchestrator");
  const { data: tasks } = await client.listAgentTasks({ params: { agent_id } });
  expect(tasks.map(({ status }) => status)).toEqual(["cancelled", "completed"]);
  expect(typesOf(projectId).filter((type) => type === "task.report_result")).toHaveLength(1);
  const executed = platform.heard.filter(
    ({ type, data }) =>
      /execution_requested/.test(type) && (data as { task_id?: string }).task_id === task_id,
  );
  expect(executed.map(({ type }) => type)).toEqual(["tool.execution_requested"]);
});

test("fails the task of an agent that is terminated at work, once", async () => {
  using page = await heldPage();
  const { projectId, agents } = await team("research");
  const task = assignment(projectId, agents[0]?.agentId, "research");
  const { agent_id, task_id } = task;
  await platform.send.agentAssignTask({ ...task, inputs: { data_sources: [page.url] } });
  await page.asked();
  const client = await platform.rest("agent-orchestrator");
  const { data: gone } = await client.terminateAgent({ params: { agent_id } });
  expect(gone).toMatchObject({ state: "terminated", current_task_id: null, tasks_failed: 1 });
  const report = await platform.hear("task.report_result", { task_id });
  expect(report.data).toMatchObject({
    status: "failed",
    error: { code: "aborted", retryable: true },
  });
  page.answer();
  await platform.hear("tool.execution_completed", { task_id });
  await platform.send.agentAssignTask({ ...task, task_id: uuidv7() });
  await expect
    .poll(() => typesOf(projectId).filter((type) => type === "task.report_result"), soon)
    .toHaveLength(2);
});

test("pauses an agent at work, which goes on with its task afterwards", async () => {
  using page = await heldPage();
  const { projectId, agents } = await team("research");
  const task = assignment(projectId, agents[0]?.agentId, "research");
  const { agent_id, task_id } = task;
  await platform.send.agentAssignTask({ ...task, inputs: { data_sources: [page.url] } });
  await page.asked();
  const client = await platform.rest("agent-orchestrator");
  const params = { agent_id };
  const { data: paused } = await client.setAgentState({ params, body: { state: "paused" } });
  expect(paused).toMatchObject({ state: "paused", current_task_id: task_id });
  const { agentService } = platform.clients;
  const order = { projectId, requiredCapabilities: ["research"], taskId: uuidv7() };
  expect((await agentService.matchAgent(order)).agent).toBeUndefined();
  const { data: again } = await client.setAgentState({ params, body: { state: "ready" } });
  expect(again.state).toBe("active");
  page.answer();
  await platform.hear("task.report_result", { task_id, status: "completed" });
});

test("lets agents go; they refuse tasks from then on", async () => {
  const { projectId, agents } = await team("research", "report_writing");
  await platform.send.agentReleaseAgents({ project_id: projectId, reason: "Done" });
  await expect
    .poll(() => typesOf(projectId).filter((type) => type === "agent.terminated"), soon)
    .toHaveLength(2);
  const task = assignment(projectId, agents[0]?.agentId, "research");
  await platform.send.agentAssignTask(task);
  const report = await platform.hear("task.report_result", { task_id: task.task_id });
  expect(report.data).toMatchObject({ status: "failed", error: { code: "failed_precondition" } });
  const { agentService } = platform.clients;
  expect(
    await agentService.matchAgent({ projectId, requiredCapabilities: ["research"] }),
  ).toMatchObject({ openTasks: 0 });
  expect((await agentService.releaseAgents({ projectId })).releasedAgentIds).toEqual([]);
});

test("creates, pauses and terminates agents over REST", async () => {
  const client = await platform.rest("agent-orchestrator");
  const { data: templates } = await client.listTemplates({ query: { capability: "research" } });
  expect(templates.map(({ name }) => name)).toEqual(["Generalist", "Researcher"]);
  const template_id = templates[1]?.template_id ?? "";
  const { data: agent, headers } = await client.createAgent({ body: { template_id, name: "Ada" } });
  expect(headers.get("location")).toBe(`/api/v1/agents/${agent.agent_id}`);
  const params = { agent_id: agent.agent_id };
  await expect(client.setAgentState({ params, body: { state: "paused" } })).rejects.toMatchObject({
    code: "failed_precondition",
  });
  const { data: gone } = await client.terminateAgent({ params, body: { reason: "Not needed" } });
  expect(gone.state).toBe("terminated");
  expect((await client.terminateAgent({ params })).data).toEqual(gone);
  const { data: history } = await client.listAgentStateHistory({ params });
  expect(history.map(({ state }) => state)).toEqual([
    "creating",
    "initializing",
    "ready",
    "terminating",
    "terminated",
  ]);
});
