import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { until } from "../../support/until.ts";
import type { TestPlatform } from "./platform.ts";
import { createProject, expectRefused, projectBecomes, taskBecomes } from "./steps.ts";

/** A project's life, steered by people. */
export function describeProjects(platform: () => TestPlatform): void {
  describe("projects", () => {
    test("a plan is rejected, made anew, approved and carried out", async () => {
      const { client } = platform();
      const tasks = [{ title: "Reviewed: a" }, { title: "Reviewed: b", after: ["Reviewed: a"] }];
      const project = await createProject(platform(), "Reviewed", tasks, { auto_approve: false });
      const { project_id } = project;
      const params = { project_id };
      const first = await projectBecomes(platform(), project_id, "plan_review");
      const plan_id = first.plan_id ?? "";
      const review = (body: Parameters<typeof client.reviewProjectPlan>[0]["body"]) =>
        client.reviewProjectPlan({ params, body });

      await expectRefused(
        review({ plan_id: project_id, decision: "approve" }),
        "failed_precondition",
      );
      const pointers = await expectRefused(
        review({ plan_id, decision: "reject" }),
        "invalid_argument",
      );
      expect(pointers).toEqual(["/body/feedback"]);
      const renamed = await client.updateProject({ params, body: { name: "Reviewed well" } });
      expect(renamed.data).toMatchObject({ name: "Reviewed well", state: "plan_review" });
      await expectRefused(
        client.updateProject({ params, body: { objectives: ["Another"] } }),
        "failed_precondition",
      );
      await client.updateProject({ params, body: { name: "Reviewed" } });
      const rejected = await review({ plan_id, decision: "reject", feedback: "Be bolder" });
      expect(rejected.data.phase).toBe("rejected");

      const next = await until(
        async () => (await client.getProjectPlanning({ params })).data,
        ({ phase, plan_revision }) => phase === "in_review" && plan_revision === 2,
      );
      const { data: plan } = await client.getProjectPlan({ params });
      expect(plan).toMatchObject({
        plan_id: next.plan_id,
        revision: 2,
        state: "in_review",
        summary: "A plan that heeds: Be bolder",
      });
      await expectRefused(review({ plan_id, decision: "approve" }), "failed_precondition");
      const approved = await review({ plan_id: plan.plan_id, decision: "approve" });
      expect(approved.data.phase).toBe("approved");

      await projectBecomes(platform(), project_id, "completed");
      const { data: status } = await client.getProjectStatus({ params });
      expect(status).toMatchObject({ state: "completed", progress: { total: 2, completed: 2 } });
      const { data: execution } = await client.getProjectExecution({ params });
      expect(execution).toMatchObject({ phase: "ended", result_count: 2 });
      const { data: results } = await client.listProjectResults({ params });
      expect(results.map(({ title }) => title)).toEqual(["Reviewed: a", "Reviewed: b"]);
      const { data: summary } = await client.getProjectSummary({ params });
      expect(summary).toMatchObject({
        state: "completed",
        percent: 100,
        tasks: { total: 2, completed: 2 },
        result_count: 2,
      });
      const { data: history } = await client.listProjectStatusHistory({ params });
      expect(history.map(({ state }) => state)).toEqual([
        "created",
        "planning",
        "plan_review",
        "rejected",
        "planning",
        "plan_review",
        "ready",
        "team_assembly",
        "executing",
        "completed",
      ]);

      for (const call of [
        () => review({ plan_id: plan.plan_id, decision: "approve" }),
        () => client.pauseProject({ params }),
        () => client.resumeProject({ params }),
        () => client.cancelProject({ params }),
        () => client.updateProject({ params, body: { name: "Too late" } }),
      ]) {
        await expectRefused(call(), "failed_precondition");
      }
      expect((await client.deleteProject({ params })).status).toBe(204);
      await expectRefused(client.getProject({ params }), "not_found");
      await expectRefused(client.deleteProject({ params }), "not_found");
    });

    test("a project is paused in the middle and goes on", async () => {
      const { client, model } = platform();
      const release = model.hold("Paused: a");
      const tasks = [{ title: "Paused: a" }, { title: "Paused: b", after: ["Paused: a"] }];
      const { project_id } = await createProject(platform(), "Paused", tasks);
      const params = { project_id };
      await taskBecomes(platform(), project_id, "Paused: a", "in_progress");
      await expectRefused(client.deleteProject({ params }), "failed_precondition");
      await expectRefused(client.resumeProject({ params }), "failed_precondition");
      const paused = await client.pauseProject({ params, body: { reason: "Lunch" } });
      expect(paused.data).toMatchObject({ state: "paused", state_reason: "Lunch" });
      expect((await client.getProjectExecution({ params })).data.phase).toBe("paused");
      await expectRefused(client.pauseProject({ params }), "failed_precondition");
      // The news has to reach the Planning System before the task ends.
      await delay(200);
      release();
      await taskBecomes(platform(), project_id, "Paused: b", "ready");
      await delay(200);
      await taskBecomes(platform(), project_id, "Paused: b", "ready");
      const resumed = await client.resumeProject({ params, body: { reason: "Fed" } });
      expect(resumed.data).toMatchObject({ state: "executing", state_reason: "Fed" });
      await projectBecomes(platform(), project_id, "completed");
    });

    test("a project is cancelled in the middle", async () => {
      const { client, model } = platform();
      const release = model.hold("Cancelled: a");
      const tasks = [{ title: "Cancelled: a" }, { title: "Cancelled: b", after: ["Cancelled: a"] }];
      const { project_id } = await createProject(platform(), "Cancelled", tasks);
      const params = { project_id };
      await taskBecomes(platform(), project_id, "Cancelled: a", "in_progress");
      const reason = "The customer withdrew the order";
      const cancelled = await client.cancelProject({ params, body: { reason } });
      expect(cancelled.data).toMatchObject({ state: "cancelled", state_reason: reason });
      expect((await client.cancelProject({ params })).data).toEqual(cancelled.data);
      await taskBecomes(platform(), project_id, "Cancelled: a", "cancelled");
      await taskBecomes(platform(), project_id, "Cancelled: b", "cancelled");
      release();
      await until(
        async () => (await client.listAgents({ query: { project_id } })).data,
        (agents) => agents.length > 0 && agents.every(({ state }) => state === "terminated"),
      );
      expect((await client.getProject({ params })).data.state).toBe("cancelled");
    });

    test("a project that is cancelled before its plan was approved never was", async () => {
      const { client } = platform();
      const project = await createProject(platform(), "Unwanted", [{ title: "Unwanted: a" }], {
        auto_approve: false,
      });
      const params = { project_id: project.project_id };
      await projectBecomes(platform(), project.project_id, "plan_review");
      await client.cancelProject({ params });
      expect((await client.getProjectPlanning({ params })).data.phase).toBe("abandoned");
    });
  });
}
