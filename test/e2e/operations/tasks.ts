import { describe, expect, test } from "vitest";
import type { TestPlatform } from "./platform.ts";
import { unknownId } from "./request.ts";
import { createProject, expectRefused, projectBecomes, taskBecomes } from "./steps.ts";

const writer = "0195e000-0000-7000-8000-000000000306";

/** What people do to single tasks. */
export function describeTasks(platform: () => TestPlatform): void {
  describe("tasks", () => {
    test("a task is changed, looked at and given to somebody", async () => {
      const { client, model } = platform();
      const release = model.hold("Given: a");
      const [a, b] = ["Given: a", "Given: b"] as const;
      const tasks = [{ title: a }, { title: b, after: [a] }];
      const { project_id } = await createProject(platform(), "Given", tasks);
      const first = await taskBecomes(platform(), project_id, a, "in_progress");
      const pending = await taskBecomes(platform(), project_id, b, "pending");
      const params = { task_id: pending.task_id };

      const deadline = "2030-01-01T12:00:00+02:00";
      const changed = await client.updateTask({ params, body: { priority: "high", deadline } });
      expect(changed.data).toMatchObject({
        priority: "high",
        deadline: "2030-01-01T10:00:00.000Z",
      });
      await client.updateTask({ params, body: { deadline: null } });
      const { data: task } = await client.getTask({ params });
      expect(task).toMatchObject({
        deadline: null,
        priority: "high",
        dependencies: [first.task_id],
      });
      const { data: before } = await client.listTaskDependencies({ params });
      expect(before.map(({ title }) => title)).toEqual([a]);
      const { data: all } = await client.listTasks({ query: { project_id, state: "pending" } });
      expect(all.map(({ title }) => title)).toEqual([b]);
      const { data: progress } = await client.getTaskProgress({
        params: { task_id: first.task_id },
      });
      expect(progress).toMatchObject({ state: "in_progress", attempt: 1, max_attempts: 3 });

      const agent_id = first.agent_id ?? "";
      const assign = (task_id: string, agent: string) =>
        client.assignTask({ params: { task_id }, body: { agent_id: agent } });
      await expectRefused(assign(pending.task_id, agent_id), "failed_precondition");
      await expectRefused(assign(pending.task_id, unknownId), "not_found");
      // With the only agent that can do it paused, the last task waits for a person.
      await client.setAgentState({ params: { agent_id }, body: { state: "paused" } });
      release();
      await taskBecomes(platform(), project_id, a, "completed");
      await taskBecomes(platform(), project_id, b, "ready");
      await expectRefused(assign(pending.task_id, agent_id), "failed_precondition");
      const { data: stranger } = await client.createAgent({ body: { template_id: writer } });
      await expectRefused(assign(pending.task_id, stranger.agent_id), "failed_precondition");
      const { data: helper } = await client.createAgent({
        body: { template_id: writer, project_id },
      });
      const { data: assigned } = await assign(pending.task_id, helper.agent_id);
      expect(assigned).toMatchObject({ state: "assigned", agent_id: helper.agent_id, attempt: 1 });
      await projectBecomes(platform(), project_id, "completed");
      const { data: assignments } = await client.listTaskAssignments({ params });
      expect(assignments).toMatchObject([{ agent_id: helper.agent_id, attempt: 1 }]);
      expect(assignments[0]?.ended_at).not.toBeNull();
      for (const call of [
        () => client.updateTask({ params, body: { title: "Too late" } }),
        () => client.cancelTask({ params }),
        () => client.retryTask({ params }),
        () => assign(pending.task_id, helper.agent_id),
      ]) {
        await expectRefused(call(), "failed_precondition");
      }
    });

    test("a cancelled task takes those that wait for it along; the rest completes the project", async () => {
      const { client, model } = platform();
      const release = model.hold("Fewer: a");
      const tasks = [
        { title: "Fewer: a" },
        { title: "Fewer: b", after: ["Fewer: a"] },
        { title: "Fewer: c", after: ["Fewer: b"] },
      ];
      const { project_id } = await createProject(platform(), "Fewer", tasks);
      await taskBecomes(platform(), project_id, "Fewer: a", "in_progress");
      const { task_id } = await taskBecomes(platform(), project_id, "Fewer: b", "pending");
      const params = { task_id };
      const cancelled = await client.cancelTask({ params, body: { reason: "Enough" } });
      expect(cancelled.data.state).toBe("cancelled");
      expect((await client.cancelTask({ params })).data).toEqual(cancelled.data);
      await taskBecomes(platform(), project_id, "Fewer: c", "cancelled");
      release();
      const { progress } = await projectBecomes(platform(), project_id, "completed");
      expect(progress).toEqual({ total: 1, completed: 1, failed: 0, percent: 100 });
    });

    test("a project whose tasks are all cancelled is cancelled too", async () => {
      const { client, model } = platform();
      const release = model.hold("None: a");
      const { project_id } = await createProject(platform(), "None", [{ title: "None: a" }]);
      const { task_id } = await taskBecomes(platform(), project_id, "None: a", "in_progress");
      await client.cancelTask({ params: { task_id } });
      const project = await projectBecomes(platform(), project_id, "cancelled");
      expect(project.state_reason).toBe("All its tasks were cancelled");
      release();
    });

    test("a task that failed for good fails its project; a person may have it tried again", async () => {
      const { client, model } = platform();
      const accept = model.refuse("Again: a");
      const { project_id } = await createProject(platform(), "Again", [{ title: "Again: a" }]);
      const project = await projectBecomes(platform(), project_id, "failed");
      expect(project.state_reason).toContain("I will not");
      const failed = await taskBecomes(platform(), project_id, "Again: a", "failed");
      expect(failed).toMatchObject({ attempt: 3, max_attempts: 3 });
      const params = { task_id: failed.task_id };
      accept();
      const { data: again } = await client.retryTask({ params, body: { reason: "Asked nicely" } });
      expect(again).toMatchObject({ state: "ready", max_attempts: 4 });
      // Its team is gone.
      await client.createAgent({ body: { template_id: writer.replace(/6$/, "5"), project_id } });
      const done = await taskBecomes(platform(), project_id, "Again: a", "completed");
      expect(done).toMatchObject({ attempt: 4, error: null });
      const { data: assignments } = await client.listTaskAssignments({ params });
      expect(assignments.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
    });
  });
}
