import { AgentState } from "@berrys/platform/rpc/berrys/agents/v1/agents_pb";
import { ExecutionStatus } from "@berrys/platform/rpc/berrys/models/v1/models_pb";
import { PlanState, TaskState } from "@berrys/platform/rpc/berrys/planning/v1/planning_pb";
import { ProjectState } from "@berrys/platform/rpc/berrys/projects/v1/projects_pb";
import { ToolExecutionStatus } from "@berrys/platform/rpc/berrys/tools/v1/tools_pb";
import { StepStatus, WorkflowState } from "@berrys/platform/rpc/berrys/workflows/v1/workflows_pb";
import { beforeAll, describe, expect, test } from "vitest";
import { until } from "../../support/until.ts";
import type { TestPlatform } from "./platform.ts";
import { unknownId } from "./request.ts";
import { type RpcClients, startRpcClients } from "./rpc-clients.ts";
import { createProject, expectRefused, projectBecomes, taskBecomes } from "./steps.ts";

/** Every RPC, as one service calls another. */
export function describeRpc(platform: () => TestPlatform): void {
  let started: RpcClients | null = null;
  const rpc = (): RpcClients => {
    if (started === null) throw new Error("the clients did not start");
    return started;
  };

  describe("RPC", () => {
    beforeAll(() => {
      started = startRpcClients(platform());
    });

    test("projects", async () => {
      const { projectService } = rpc().clients;
      const created = await createProject(platform(), "Called", [{ title: "Called: a" }], {
        auto_approve: false,
      });
      const projectId = created.project_id;
      await projectBecomes(platform(), projectId, "plan_review");
      const { project } = await projectService.getProject({ projectId });
      expect(project).toMatchObject({ name: "Called", state: ProjectState.PLAN_REVIEW });
      const first = await projectService.listProjects({
        state: ProjectState.PLAN_REVIEW,
        limit: 1,
      });
      expect(first.projects).toHaveLength(1);
      const { projects } = await projectService.listProjects({});
      expect(projects.map((one) => one.projectId)).toContain(projectId);
      const summary = await projectService.getProjectSummary({ projectId });
      expect(summary).toMatchObject({ teamSize: 0, resultCount: 0, percent: 0 });
      const order = { projectId, reason: "Enough", cancelledBy: "ada" };
      const cancelled = await projectService.cancelProject(order);
      expect(cancelled.project?.state).toBe(ProjectState.CANCELLED);
      expect(await projectService.cancelProject(order)).toEqual(cancelled);
      const done = await createProject(platform(), "Called twice", [{ title: "Called: b" }]);
      await projectBecomes(platform(), done.project_id, "completed");
      const late = { projectId: done.project_id };
      await expectRefused(projectService.cancelProject(late), "failed_precondition");
      const unknown = { projectId: unknownId };
      await expectRefused(projectService.getProject(unknown), "not_found");
      await expectRefused(projectService.getProjectSummary(unknown), "not_found");
      await expectRefused(projectService.cancelProject(unknown), "not_found");
    });

    test("plans and tasks", async () => {
      const { planningService } = rpc().clients;
      const projectId = crypto.randomUUID();
      const order = { projectId, name: "Planned", objectives: ["One"], revision: 1 };
      platform().model.plan("Planned", [
        { title: "Planned: a" },
        { title: "Planned: b", after: ["Planned: a"] },
      ]);
      const { plan } = await planningService.createPlan(order);
      expect(plan).toMatchObject({ revision: 1, state: PlanState.IN_REVIEW });
      expect((await planningService.createPlan(order)).plan?.planId).toBe(plan?.planId);
      expect((await planningService.getPlan({ projectId })).plan).toEqual(plan);
      const { readyTaskIds } = await planningService.startExecution({ projectId });
      expect(readyTaskIds).toEqual([plan?.tasks[0]?.taskId]);
      expect((await planningService.startExecution({ projectId })).readyTaskIds).toEqual([]);
      const progress = await planningService.getProgress({ projectId });
      expect(progress).toMatchObject({ total: 2, pending: 1, ready: 1, percent: 0 });
      const page = await planningService.listTasks({ projectId, limit: 1 });
      const next = await planningService.listTasks({
        projectId,
        limit: 1,
        cursor: page.nextCursor,
      });
      expect([...page.tasks, ...next.tasks].map(({ title }) => title)).toEqual([
        "Planned: a",
        "Planned: b",
      ]);
      expect(next.nextCursor).toBe("");
      const taskId = plan?.tasks[1]?.taskId ?? "";
      expect((await planningService.getTask({ taskId })).task?.state).toBe(TaskState.PENDING);
      await expectRefused(planningService.retryTask({ taskId }), "failed_precondition");
      const accept = platform().model.refuse("Tried again");
      const tried = await createProject(platform(), "Tried", [{ title: "Tried again" }]);
      const failed = await taskBecomes(platform(), tried.project_id, "Tried again", "failed");
      await projectBecomes(platform(), tried.project_id, "failed");
      const again = await planningService.retryTask({ taskId: failed.task_id, reason: "Why not" });
      expect(again.task).toMatchObject({ state: TaskState.READY, maxAttempts: 4 });
      accept();
      const unknown = { projectId: unknownId };
      await expectRefused(planningService.getPlan(unknown), "not_found");
      await expectRefused(planningService.startExecution(unknown), "not_found");
      await expectRefused(planningService.getProgress(unknown), "not_found");
      await expectRefused(planningService.getTask({ taskId: unknownId }), "not_found");
      await expectRefused(planningService.retryTask({ taskId: unknownId }), "not_found");
    });

    test("agents", async () => {
      const { agentService } = rpc().clients;
      const projectId = crypto.randomUUID();
      const requiredCapabilities = ["research", "report_writing"];
      const order = { projectId, requiredCapabilities, maxAgents: 2 };
      const { team } = await agentService.createTeam(order);
      expect(team?.agents.map(({ name }) => name)).toEqual(["Researcher 1", "Writer 1"]);
      expect((await agentService.createTeam(order)).team).toEqual(team);
      expect((await agentService.getTeam({ projectId })).team).toEqual(team);
      const match = { projectId, requiredCapabilities: ["report_writing"], taskId: unknownId };
      const { agent } = await agentService.matchAgent(match);
      expect(agent).toMatchObject({ name: "Writer 1", state: AgentState.READY });
      const nobody = { ...match, requiredCapabilities: ["plumbing"] };
      expect((await agentService.matchAgent(nobody)).agent).toBeUndefined();
      const agentId = agent?.agentId ?? "";
      expect((await agentService.getAgent({ agentId })).agent).toEqual(agent);
      const page = await agentService.listAgents({ projectId, limit: 1 });
      const next = await agentService.listAgents({ projectId, cursor: page.nextCursor });
      expect([...page.agents, ...next.agents]).toHaveLength(2);
      const released = await agentService.releaseAgents({ projectId, reason: "Done" });
      expect(released.releasedAgentIds).toHaveLength(2);
      expect((await agentService.releaseAgents({ projectId })).releasedAgentIds).toEqual([]);
      const lacking = { projectId: crypto.randomUUID(), requiredCapabilities: ["plumbing"] };
      await expectRefused(agentService.createTeam(lacking), "failed_precondition");
      await expectRefused(agentService.getTeam({ projectId: unknownId }), "not_found");
      await expectRefused(agentService.getAgent({ agentId: unknownId }), "not_found");
    });

    test("models", async () => {
      const { modelService } = rpc().clients;
      const request = { executionId: crypto.randomUUID(), executionType: "generate", prompt: "Go" };
      const { execution } = await modelService.execute(request);
      expect(execution).toMatchObject({
        executionId: request.executionId,
        status: ExecutionStatus.COMPLETED,
        output: "Done with care.",
      });
      expect((await modelService.execute(request)).execution).toEqual(execution);
      let text = "";
      let end: unknown;
      const streamed = { execution: { executionType: "generate", prompt: "Go on" } };
      for await (const { event } of modelService.executeStream(streamed)) {
        if (event.case === "chunk") text += event.value.text;
        else end = event.value;
      }
      expect(text).toBe("Done with care.");
      expect(end).toMatchObject({ status: ExecutionStatus.COMPLETED });
      const { executionId } = request;
      expect((await modelService.getExecution({ executionId })).execution).toEqual(execution);
      const { models } = await modelService.listModels({ executionType: "generate" });
      expect(models.map(({ name }) => name)).toContain("berrys-embedded");
      const wrong = { ...request, executionId: crypto.randomUUID(), executionType: "dance" };
      await expectRefused(modelService.execute(wrong), "invalid_argument");
      const unknown = { ...request, executionId: crypto.randomUUID(), modelId: unknownId };
      await expectRefused(modelService.execute(unknown), "not_found");
      await expectRefused(modelService.getExecution({ executionId: unknownId }), "not_found");
      const { client } = platform();
      const model = { name: "retired", provider: "embedded", execution_types: ["plan"] } as const;
      const { model_id } = (await client.registerModel({ body: model })).data;
      await client.deactivateModel({ params: { model_id } });
      const inactive = { ...unknown, modelId: model_id };
      await expectRefused(modelService.execute(inactive), "failed_precondition");
      const nothing = modelService.executeStream({})[Symbol.asyncIterator]();
      await expectRefused(nothing.next(), "invalid_argument");
    });

    test("tools", async () => {
      const { toolService } = rpc().clients;
      const request = {
        executionId: crypto.randomUUID(),
        tool: { case: "toolName" as const, value: "text_statistics" },
        parameters: { text: "Two words" },
      };
      const { execution } = await toolService.executeTool(request);
      expect(execution).toMatchObject({ status: ToolExecutionStatus.COMPLETED });
      expect((await toolService.executeTool(request)).execution).toEqual(execution);
      const { executionId } = request;
      expect((await toolService.getToolExecution({ executionId })).execution).toEqual(execution);
      const { matches } = await toolService.searchTools({ query: "statistics", limit: 1 });
      expect(matches[0]?.tool?.name).toBe("text_statistics");
      const page = await toolService.listTools({ limit: 2 });
      const next = await toolService.listTools({ cursor: page.nextCursor });
      expect(page.tools.length + next.tools.length).toBe(5);
      const another = { ...request, executionId: crypto.randomUUID() };
      await expectRefused(
        toolService.executeTool({ ...another, parameters: {} }),
        "invalid_argument",
      );
      const hammer = { ...another, tool: { case: "toolName" as const, value: "hammer" } };
      await expectRefused(toolService.executeTool(hammer), "not_found");
      await expectRefused(toolService.getToolExecution({ executionId: unknownId }), "not_found");
      const toolId = execution?.toolId ?? "";
      const params = { tool_id: toolId };
      await platform().client.deactivateTool({ params });
      await expectRefused(toolService.executeTool(another), "failed_precondition");
      await platform().client.updateTool({ params, body: { state: "active" } });
    });

    test("workflows", async () => {
      const { workflowService } = rpc().clients;
      const release = platform().model.hold("Reported: a");
      const held = await createProject(platform(), "Reported", [{ title: "Reported: a" }]);
      await taskBecomes(platform(), held.project_id, "Reported: a", "in_progress");
      const workflowId = crypto.randomUUID();
      const order = {
        workflowId,
        workflowType: "project_execution",
        projectId: held.project_id,
        initiatedBy: "ada",
        context: { asked: "here" },
      };
      const { workflow } = await workflowService.startWorkflow(order);
      expect(workflow).toMatchObject({ workflowId, state: WorkflowState.RUNNING });
      await workflowService.startWorkflow(order);
      const waiting = await until(
        async () => (await workflowService.getWorkflow({ workflowId })).workflow,
        (found) => found?.stepsCompleted === 2,
      );
      expect(waiting?.steps.at(-1)?.status).toBe(StepStatus.RUNNING);
      const report = { workflowId, stepName: "execute_tasks", status: StepStatus.COMPLETED };
      await expectRefused(
        workflowService.reportStep({ ...report, status: StepStatus.RUNNING }),
        "invalid_argument",
      );
      await expectRefused(workflowService.reportStep({ ...report, stepName: "sing" }), "not_found");
      const reported = await workflowService.reportStep(report);
      expect(reported.workflow?.state).toBe(WorkflowState.COMPLETED);
      expect(await workflowService.reportStep(report)).toEqual(reported);
      await expectRefused(
        workflowService.reportStep({ ...report, status: StepStatus.FAILED }),
        "failed_precondition",
      );
      await expectRefused(workflowService.cancelWorkflow({ workflowId }), "failed_precondition");
      const second = await workflowService.startWorkflow({ ...order, workflowId: "" });
      const cancelled = await workflowService.cancelWorkflow({
        workflowId: second.workflow?.workflowId ?? "",
        reason: "Enough",
      });
      expect(cancelled.workflow?.state).toBe(WorkflowState.CANCELLED);
      await expectRefused(workflowService.getWorkflow({ workflowId: unknownId }), "not_found");
      await expectRefused(workflowService.cancelWorkflow({ workflowId: unknownId }), "not_found");
      await expectRefused(
        workflowService.reportStep({ ...report, workflowId: unknownId }),
        "not_found",
      );
      release();
      await projectBecomes(platform(), held.project_id, "completed");
      const [one] = (
        await platform().client.listWorkflows({ query: { project_id: held.project_id } })
      ).data.slice(-1);
      const correlationId = one?.correlation_id ?? "";
      const page = await workflowService.listMessagesByCorrelation({ correlationId, limit: 2 });
      expect(page.messages[0]?.type).toBe("project.created");
      const next = await workflowService.listMessagesByCorrelation({
        correlationId,
        cursor: page.nextCursor,
      });
      const ids = [...page.messages, ...next.messages].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    });

    test("nothing that is asked for wrongly is a failure of the server", async () => {
      const wrong = [
        { projectId: "no-id", taskId: "no-id", agentId: "no-id", executionId: "no-id" },
        { projectId: "", taskId: "", agentId: "", executionId: "", workflowId: "" },
        { projectId: "\0", taskId: "\0", correlationId: "\0", query: "\0", name: "\0" },
        { cursor: "nonsense", limit: -1 },
        { limit: 2_147_483_647, revision: 2_147_483_647, projectId: crypto.randomUUID() },
      ];
      const allowed = ["invalid_argument", "not_found", "failed_precondition", "answered"];
      for (const { name, call } of rpc().methods) {
        for (const request of wrong) {
          const code = await call(request).then(
            () => "answered",
            (error: { readonly code: string }) => error.code,
          );
          expect(allowed, `${name} ${JSON.stringify(request)}`).toContain(code);
        }
      }
    });

    test("without the token of a service nothing is answered", async () => {
      for (const { url, isStream } of rpc().methods) {
        // Streams have a media type of their own and tell of failures at their end.
        if (isStream) continue;
        for (const authorization of ["", "Bearer nonsense"]) {
          const response = await fetch(url, {
            method: "POST",
            headers: { "content-type": "application/json", authorization },
            body: "{}",
          });
          expect(response.status, `${url}: ${await response.text()}`).toBe(401);
        }
      }
    });

    test("every RPC of the contract was answered with success", () => {
      const missing = rpc().methods.filter(({ name }) => !rpc().succeeded.has(name));
      expect(missing.map(({ name }) => name)).toEqual([]);
      expect(rpc().methods).toHaveLength(30);
      rpc().close();
    });
  });
}
