import { describe, expect, test } from "vitest";
import { until } from "../../support/until.ts";
import type { TestPlatform } from "./platform.ts";
import { unknownId } from "./request.ts";
import { createProject, expectRefused, projectBecomes, taskBecomes } from "./steps.ts";

const researcher = "0195e000-0000-7000-8000-000000000305";

/** What people do to agents. */
export function describeAgents(platform: () => TestPlatform): void {
  describe("agents", () => {
    test("an agent is made from a template and terminated", async () => {
      const { client } = platform();
      const { data: templates } = await client.listTemplates({ query: { capability: "research" } });
      expect(templates.map(({ name }) => name)).toEqual(["Generalist", "Researcher"]);
      const created = await client.createAgent({
        body: { template_id: researcher, name: "Rosa", specializations: ["botany"] },
      });
      const { agent_id } = created.data;
      const params = { agent_id };
      expect(created.headers.get("location")).toBe(`/api/v1/agents/${agent_id}`);
      const { data: agent } = await client.getAgent({ params });
      expect(agent).toMatchObject({ name: "Rosa", specializations: ["botany"], state: "ready" });
      const setState = (state: "paused" | "ready") =>
        client.setAgentState({ params, body: { state } });
      await expectRefused(setState("paused"), "failed_precondition");
      expect((await setState("ready")).data.state).toBe("ready");
      expect((await client.listAgentTasks({ params })).data).toEqual([]);
      const gone = await client.terminateAgent({ params, body: { reason: "Holiday" } });
      expect(gone.data.state).toBe("terminated");
      expect((await client.terminateAgent({ params })).data).toEqual(gone.data);
      await expectRefused(setState("ready"), "failed_precondition");
      const { data: history } = await client.listAgentStateHistory({ params });
      expect(history.map(({ state }) => state)).toEqual([
        "creating",
        "initializing",
        "ready",
        "terminating",
        "terminated",
      ]);
      expect(history.at(-1)?.reason).toBe("Holiday");
      await expectRefused(client.createAgent({ body: { template_id: unknownId } }), "not_found");
    });

    test("an agent at work is paused, goes on, and is terminated: another one does its task", async () => {
      const { client, model } = platform();
      const release = model.hold("Handed over");
      const { project_id } = await createProject(platform(), "Handed", [{ title: "Handed over" }]);
      const task = await taskBecomes(platform(), project_id, "Handed over", "in_progress");
      const params = { agent_id: task.agent_id ?? "" };
      const paused = await client.setAgentState({
        params,
        body: { state: "paused", reason: "Tea" },
      });
      expect(paused.data).toMatchObject({ state: "paused", current_task_id: task.task_id });
      const again = await client.setAgentState({ params, body: { state: "paused" } });
      expect(again.data).toEqual(paused.data);
      await client.setAgentState({ params, body: { state: "ready" } });
      const { data: state } = await client.getAgentState({ params });
      expect(state).toMatchObject({ state: "active", current_task_id: task.task_id });

      const body = { template_id: researcher, project_id };
      const { data: second } = await client.createAgent({ body });
      const { data: active } = await client.listAgents({ query: { project_id, state: "active" } });
      expect(active.map(({ agent_id }) => agent_id)).toEqual([params.agent_id]);
      await client.terminateAgent({ params });
      await until(
        async () => (await client.getTask({ params: { task_id: task.task_id } })).data,
        ({ attempt, state }) => attempt === 2 && state === "in_progress",
      );
      release();
      await projectBecomes(platform(), project_id, "completed");
      const { data: done } = await client.listAgentTasks({
        params: { agent_id: second.agent_id },
      });
      expect(done).toMatchObject([{ task_id: task.task_id, attempt: 2, status: "completed" }]);
      const { data: failed } = await client.listAgentTasks({ params });
      expect(failed).toMatchObject([{ task_id: task.task_id, attempt: 1, status: "failed" }]);
    });
  });
}
