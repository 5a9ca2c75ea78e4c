import { StepStatus, WorkflowState } from "@berrys/platform/rpc/berrys/workflows/v1/workflows_pb";
import { runWithCorrelation } from "@berrys/runtime/correlation";
import { BerrysError } from "@berrys/runtime/errors";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestPlatform, type TestPlatform } from "./testing/platform.ts";
import { publishCancelled, publishCompleted, publishFailed } from "./testing/project-events.ts";

/** Patient with a busy machine. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 });

const released: string[] = [];
const unknownProjects = new Set<string>();
const stuckTeams = new Set<string>();
const brief = new Set<string>();

let platform: TestPlatform;
beforeAll(async () => {
  platform = await startTestPlatform({
    getProgress: (projectId) => {
      if (unknownProjects.has(projectId)) throw new BerrysError("not_found", "There is no plan");
      if (brief.delete(projectId)) throw new BerrysError("unavailable", "Planning restarts");
      return { total: 3, pending: 2, ready: 1 };
    },
    getTeam: (projectId) => ({ team: { projectId, agents: [{ agentId: uuidv7() }] } }),
    releaseAgents: (projectId) => {
      if (stuckTeams.has(projectId)) throw new BerrysError("failed_precondition", "It is at work");
      released.push(projectId);
      return {};
    },
  });
});
afterAll(() => platform.stop());

const order = (project_id: string) => ({
  project_id,
  workflow_type: "project_execution",
  initiated_by: "project-coordinator",
});

async function start(projectId = uuidv7()) {
  const { workflow_id } = await platform.coordinator.request.workflowStart(order(projectId));
  return { projectId, params: { workflow_id }, workflowId: workflow_id };
}

/** Starts a workflow and waits until its last step waits for the project. */
async function startAndWait(projectId = uuidv7()) {
  const started = await start(projectId);
  await expectEvents(projectId, "step_started execute_tasks");
  return started;
}

const expectEvents = (projectId: string, ...names: readonly string[]) =>
  eventually(() => platform.workflowEvents(projectId)).toEqual(expect.arrayContaining([...names]));

async function stateOf(workflow_id: string) {
  return (await (await platform.rest()).getWorkflow({ params: { workflow_id } })).data.state;
}

test("goes through its steps and ends with the project", async () => {
  const { projectId, params } = await startAndWait();
  const rest = await platform.rest();
  const running = (await rest.getWorkflow({ params })).data;
  expect(running).toMatchObject({
    project_id: projectId,
    initiated_by: "project-coordinator",
    state: "running",
    current_step: "execute_tasks",
    steps_total: 3,
    steps_completed: 2,
    completed_at: null,
  });
  const operation = { params: { operation_id: params.workflow_id } };
  expect((await rest.getOperation(operation)).data).toMatchObject({
    status: "running",
    percent: 66.7,
    resource: `/workflows/${params.workflow_id}`,
  });

  await publishCompleted(platform.coordinator, projectId);
  await expectEvents(projectId, "completed");
  expect(platform.workflowEvents(projectId)).toEqual([
    "started",
    "step_started coordinate_tasks",
    "step_completed coordinate_tasks",
    "step_started coordinate_agents",
    "step_completed coordinate_agents",
    "step_started execute_tasks",
    "step_completed execute_tasks",
    "completed",
  ]);
  const done = (await rest.getWorkflow({ params })).data;
  expect(done).toMatchObject({ state: "completed", current_step: null, steps_completed: 3 });
  expect((await rest.getOperation(operation)).data).toMatchObject({
    status: "succeeded",
    percent: 100,
    error: null,
    completed_at: done.completed_at,
  });
  const first = await rest.listWorkflowSteps({ params, query: { limit: 2 } });
  expect(first.data.map(({ name, output }) => [name, output])).toEqual([
    ["coordinate_tasks", { tasks: 3, waiting: 2, ready: 1 }],
    ["coordinate_agents", { agents: 1 }],
  ]);
  const query = { limit: 2, cursor: first.nextCursor ?? "" };
  const second = await rest.listWorkflowSteps({ params, query });
  expect(second.data.map(({ name, state }) => [name, state])).toEqual([
    ["execute_tasks", "completed"],
  ]);
  expect(second.nextCursor).toBeNull();
});

test("starts one workflow of a type for a project that runs", async () => {
  const { projectId, workflowId } = await startAndWait();
  expect((await start(projectId)).workflowId).toBe(workflowId);
  const rest = await platform.rest();
  const { data: listed } = await rest.listWorkflows({ query: { project_id: projectId } });
  expect(listed.map(({ workflow_id }) => workflow_id)).toEqual([workflowId]);
});

test("notices what happened to its project before it waited", async () => {
  const ended = uuidv7();
  await publishCompleted(platform.coordinator, ended);
  const cancelled = uuidv7();
  await publishCancelled(platform.coordinator, cancelled);
  await eventually(() =>
    platform.database.sql.query(
      `select 1 from service_integration.messages where project_id in ('${ended}', '${cancelled}')`,
    ),
  ).toHaveLength(2);
  await start(ended);
  await start(cancelled);
  await expectEvents(ended, "completed");
  await expectEvents(cancelled, "cancelled");
});

test("tries a step again while the service it asks is away", async () => {
  const projectId = uuidv7();
  brief.add(projectId);
  await startAndWait(projectId);
  expect(brief).not.toContain(projectId);
  const steps = platform
    .workflowEvents(projectId)
    .filter((name) => name.includes("coordinate_tasks"));
  expect(steps).toEqual(["step_started coordinate_tasks", "step_completed coordinate_tasks"]);
});

test("undoes its steps when the project fails", async () => {
  const { projectId, params } = await startAndWait();
  await publishFailed(platform.coordinator, projectId);
  await expectEvents(projectId, "compensated");
  expect(platform.workflowEvents(projectId).slice(-4)).toEqual([
    "step_failed execute_tasks",
    "failed",
    "compensating",
    "compensated",
  ]);
  expect(released.filter((id) => id === projectId)).toHaveLength(1);
  const rest = await platform.rest();
  expect((await rest.getWorkflow({ params })).data).toMatchObject({
    state: "compensated",
    error: { message: "A task failed three times." },
    steps_failed: 1,
  });
  const { data: steps } = await rest.listWorkflowSteps({ params });
  expect(steps.map(({ state }) => state)).toEqual(["completed", "compensated", "failed"]);
  const operation = { params: { operation_id: params.workflow_id } };
  expect((await rest.getOperation(operation)).data).toMatchObject({
    status: "failed",
    error: { code: "internal" },
  });
});

test("fails when a step is refused, with nothing to undo before it", async () => {
  const projectId = uuidv7();
  unknownProjects.add(projectId);
  const { workflowId } = await start(projectId);
  await expectEvents(projectId, "step_failed coordinate_tasks", "compensated");
  expect(await stateOf(workflowId)).toBe("compensated");
  expect(released).not.toContain(projectId);
});

test("says so when a step cannot be undone", async () => {
  const { projectId, workflowId, params } = await startAndWait();
  stuckTeams.add(projectId);
  await publishFailed(platform.coordinator, projectId);
  await eventually(() => stateOf(workflowId)).toBe("compensation_failed");
  const { data } = await (await platform.rest()).getWorkflow({ params });
  expect(data.error?.message).toMatch(/^A task failed.*`coordinate_agents` could not be undone/);
  expect(data.completed_at).not.toBeNull();
});

test("holds still while paused, and catches up when resumed", async () => {
  const { projectId, params } = await startAndWait();
  const rest = await platform.rest();
  const { data: paused } = await rest.pauseWorkflow({ params, body: { reason: "Maintenance" } });
  expect(paused.state).toBe("paused");
  await expect(rest.pauseWorkflow({ params })).rejects.toMatchObject({
    code: "failed_precondition",
  });
  await publishCompleted(platform.coordinator, projectId);
  const journalled = `select 1 from service_integration.messages where project_id = '${projectId}' and type = 'project.completed'`;
  await eventually(() => platform.database.sql.query(journalled)).toHaveLength(1);
  expect((await rest.getWorkflow({ params })).data.state).toBe("paused");
  expect((await rest.resumeWorkflow({ params })).data.state).toBe("completed");
  const stopped = platform.heard.find(({ type }) => type === "workflow.paused");
  expect(stopped?.data).toMatchObject({ reason: "Maintenance", paused_by: "ada" });
});

test("is cancelled by people, by command and with its project", async () => {
  const rest = await platform.rest();
  const byPerson = await startAndWait();
  const { data } = await rest.cancelWorkflow({ params: byPerson.params, body: { reason: "No" } });
  expect(data).toMatchObject({ state: "cancelled", current_step: null });
  const again = await rest.cancelWorkflow({ params: byPerson.params });
  expect(again.data.updated_at).toBe(data.updated_at);
  await expect(rest.resumeWorkflow(byPerson)).rejects.toMatchObject({
    code: "failed_precondition",
  });
  const byCommand = await startAndWait();
  await platform.coordinator.send.workflowCancel({
    project_id: byCommand.projectId,
    requested_by: "ada",
  });
  await expectEvents(byCommand.projectId, "cancelled");
  const withProject = await startAndWait();
  await publishCancelled(platform.coordinator, withProject.projectId);
  await expectEvents(withProject.projectId, "cancelled");
  expect(released).not.toContain(withProject.projectId);
});

test("starts over REST as an operation, and refuses what it cannot carry out", async () => {
  const rest = await platform.rest();
  const project_id = uuidv7();
  const answer = await rest.startWorkflow({
    body: { workflow_type: "project_execution", project_id },
  });
  const { operation_id } = answer.data;
  expect(answer.status).toBe(202);
  expect(answer.headers.get("location")).toBe(`/api/v1/operations/${operation_id}`);
  expect(answer.data).toMatchObject({ kind: "project_execution", status: "running", percent: 0 });
  await expectEvents(project_id, "step_started execute_tasks");
  for (const body of [
    { workflow_type: "project_execution" },
    { workflow_type: "nonsense", project_id },
  ])
    await expect(rest.startWorkflow({ body })).rejects.toMatchObject({ code: "invalid_argument" });
  const missing = { params: { workflow_id: uuidv7() } };
  await expect(rest.getWorkflow(missing)).rejects.toMatchObject({ code: "not_found" });
});

test("serves RPC: starts once, takes reports, cancels", async () => {
  const { workflowService } = platform.coordinator.clients;
  const workflowId = uuidv7();
  const projectId = uuidv7();
  const request = { workflowId, projectId, workflowType: "project_execution", initiatedBy: "me" };
  await workflowService.startWorkflow({ ...request, context: { plan: { revision: 2 } } });
  await expectEvents(projectId, "step_started execute_tasks");
  const { workflow } = await workflowService.startWorkflow(request);
  expect(workflow).toMatchObject({
    workflowId,
    projectId,
    initiatedBy: "me",
    state: WorkflowState.RUNNING,
    stepsCompleted: 2,
    context: { plan: { revision: 2 } },
  });
  expect(workflow?.steps.at(-1)).toMatchObject({ status: StepStatus.RUNNING });

  const report = { workflowId, stepName: "execute_tasks", status: StepStatus.COMPLETED };
  for (let i = 0; i < 2; i++) {
    const done = await workflowService.reportStep({ ...report, output: { completed: 7 } });
    expect(done.workflow?.state).toBe(WorkflowState.COMPLETED);
    expect(done.workflow?.steps.at(-1)?.output).toEqual({ completed: 7 });
  }
  await expectEvents(projectId, "completed");
  expect(platform.workflowEvents(projectId).filter((name) => name === "completed")).toHaveLength(1);
  await expect(
    workflowService.reportStep({ ...report, status: StepStatus.FAILED }),
  ).rejects.toMatchObject({ code: "failed_precondition" });
  await expect(workflowService.cancelWorkflow({ workflowId })).rejects.toMatchObject({
    code: "failed_precondition",
  });
  await expect(workflowService.reportStep({ ...report, stepName: "no" })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(workflowService.getWorkflow({ workflowId: "1" })).rejects.toMatchObject({
    code: "invalid_argument",
  });

  const other = await startAndWait();
  const failed = await workflowService.reportStep({
    workflowId: other.workflowId,
    stepName: "execute_tasks",
    status: StepStatus.FAILED,
    error: "Out of tasks",
  });
  expect(failed.workflow?.state).toBe(WorkflowState.COMPENSATING);
  await expectEvents(other.projectId, "compensated");
});

test("keeps a journal: commands and events of one correlation id, oldest first, in pages", async () => {
  const correlationId = `journal-${uuidv7()}`;
  const projectId = uuidv7();
  const correlation = { correlationId, causationId: null, principal: null };
  await runWithCorrelation(correlation, () => startAndWait(projectId));
  await runWithCorrelation(correlation, () => publishCompleted(platform.coordinator, projectId));
  await expectEvents(projectId, "completed");
  const rest = await platform.rest();
  const params = { correlation_id: correlationId };
  const all = async () => (await rest.listCorrelationMessages({ params })).data;
  await eventually(async () => (await all()).map(({ type }) => type)).toContain(
    "workflow.completed",
  );
  const messages = await all();
  expect(messages[0]).toMatchObject({
    kind: "command",
    type: "workflow.start",
    source: "project-coordinator",
    correlation_id: correlationId,
    project_id: projectId,
    data: order(projectId),
  });
  const started = messages.find(({ type }) => type === "workflow.started");
  expect(started).toMatchObject({ kind: "event", causation_id: messages[0]?.id });
  expect(messages).toHaveLength(10);
  const times = messages.map(({ timestamp }) => timestamp);
  expect(times).toEqual([...times].sort());

  const paged: string[] = [];
  let cursor: string | null = null;
  do {
    const query: { limit: number; cursor?: string } = { limit: 3, ...(cursor && { cursor }) };
    const page = await rest.listCorrelationMessages({ params, query });
    paged.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(paged).toEqual(messages.map(({ id }) => id));

  const query = { type: "project.completed" };
  expect((await rest.listCorrelationMessages({ params, query })).data).toHaveLength(1);
  const { workflowService } = platform.coordinator.clients;
  const answer = await workflowService.listMessagesByCorrelation({ correlationId, limit: 2 });
  expect(answer.messages.map(({ id }) => id)).toEqual(paged.slice(0, 2));
  expect(answer.nextCursor).not.toBe("");
});
