import { describe, expect, test } from "vitest";
import { until } from "../../support/until.ts";
import type { TestPlatform } from "./platform.ts";
import { unknownId } from "./request.ts";
import { createProject, expectRefused, projectBecomes, taskBecomes } from "./steps.ts";

/** Workflows, the operations that they are to their callers, and the journal. */
export function describeWorkflows(platform: () => TestPlatform): void {
  describe("workflows", () => {
    test("a workflow is started, paused, resumed and cancelled", async () => {
      const { client, model } = platform();
      const release = model.hold("Watched: a");
      const { project_id } = await createProject(platform(), "Watched", [{ title: "Watched: a" }]);
      await taskBecomes(platform(), project_id, "Watched: a", "in_progress");
      const body = { workflow_type: "project_execution", project_id, context: { asked: "here" } };
      const started = await client.startWorkflow({ body });
      const { operation_id } = started.data;
      expect(started.status).toBe(202);
      expect(started.headers.get("location")).toBe(`/api/v1/operations/${operation_id}`);
      const params = { workflow_id: operation_id };
      await until(
        async () => (await client.getWorkflow({ params })).data,
        ({ steps_completed, current_step }) =>
          steps_completed === 2 && current_step === "execute_tasks",
      );
      const { data: steps } = await client.listWorkflowSteps({ params });
      expect(steps.map(({ state }) => state)).toEqual(["completed", "completed", "running"]);

      await expectRefused(client.resumeWorkflow({ params }), "failed_precondition");
      const paused = await client.pauseWorkflow({ params, body: { reason: "Wait" } });
      expect(paused.data.state).toBe("paused");
      await expectRefused(client.pauseWorkflow({ params }), "failed_precondition");
      const { data: operation } = await client.getOperation({ params: { operation_id } });
      expect(operation).toMatchObject({
        status: "running",
        resource: `/workflows/${operation_id}`,
      });
      expect((await client.resumeWorkflow({ params })).data.state).toBe("running");
      const cancelled = await client.cancelWorkflow({ params, body: { reason: "Enough" } });
      expect(cancelled.data.state).toBe("cancelled");
      expect((await client.cancelWorkflow({ params })).data).toEqual(cancelled.data);
      await expectRefused(client.pauseWorkflow({ params }), "failed_precondition");
      const query = { project_id };
      const { data: listed } = await client.listWorkflows({ query });
      expect(listed.map(({ state }) => state)).toEqual(["cancelled", "running"]);
      release();
      await projectBecomes(platform(), project_id, "completed");
      await until(
        async () => (await client.listWorkflows({ query: { ...query, state: "completed" } })).data,
        (completed) => completed.length === 1,
      );
    });

    test("a workflow that nobody defined or that lacks its project is refused", async () => {
      const { client } = platform();
      const start = (workflow_type: string) => client.startWorkflow({ body: { workflow_type } });
      await expectRefused(start("world_domination"), "invalid_argument");
      await expectRefused(start("project_execution"), "invalid_argument");
    });

    test("a workflow of a project that does not exist fails", async () => {
      const { client } = platform();
      const body = { workflow_type: "project_execution", project_id: unknownId };
      const { operation_id } = (await client.startWorkflow({ body })).data;
      const operation = await until(
        async () => (await client.getOperation({ params: { operation_id } })).data,
        ({ status }) => status === "failed",
      );
      expect(operation.error).toMatchObject({ code: "not_found" });
    });

    test("the journal tells what a request caused", async () => {
      const { client } = platform();
      const correlation_id = "journal-of-one-request";
      const created = await client.createProject(
        { body: { name: "Journal", objectives: ["One"] } },
        { correlationId: correlation_id },
      );
      await projectBecomes(platform(), created.data.project_id, "completed");
      const params = { correlation_id };
      const messages = await until(
        async () => (await client.listCorrelationMessages({ params })).data,
        (found) => found.some(({ type }) => type === "project.completed"),
      );
      expect(messages[0]).toMatchObject({ type: "project.created", causation_id: null });
      expect(new Set(messages.map((message) => message.correlation_id))).toEqual(
        new Set([correlation_id]),
      );
      const { data: one } = await client.listCorrelationMessages({
        params,
        query: { type: "project.created" },
      });
      expect(one).toHaveLength(1);
      const unknown = { params: { correlation_id: "nobody's" } };
      expect((await client.listCorrelationMessages(unknown)).data).toEqual([]);
    });
  });
}
