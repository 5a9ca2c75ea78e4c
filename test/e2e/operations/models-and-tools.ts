import { describe, expect, test } from "vitest";
import { until } from "../../support/until.ts";
import type { TestPlatform } from "./platform.ts";
import { unknownId } from "./request.ts";
import { expectRefused } from "./steps.ts";

/** The registries of models and tools, and executions of models. */
export function describeModelsAndTools(platform: () => TestPlatform): void {
  describe("models and tools", () => {
    test("a model is registered, changed and taken out of use", async () => {
      const { client } = platform();
      const body = {
        name: "spare",
        provider: "embedded",
        execution_types: ["summarize"],
        cost_per_1k_tokens: 9,
      } as const;
      const registered = await client.registerModel({ body });
      const params = { model_id: registered.data.model_id };
      expect(registered.headers.get("location")).toBe(`/api/v1/models/${params.model_id}`);
      await expectRefused(client.registerModel({ body }), "already_exists");
      const stranger = { ...body, provider: "nobody" };
      await expectRefused(client.registerModel({ body: stranger }), "failed_precondition");
      expect((await client.getModel({ params })).data).toEqual(registered.data);
      const changed = await client.updateModel({ params, body: { description: "For tests" } });
      expect(changed.data.description).toBe("For tests");
      const { data: listed } = await client.listModels({ query: { execution_type: "summarize" } });
      expect(listed.map(({ name }) => name)).toContain("spare");

      expect((await client.deactivateModel({ params })).status).toBe(204);
      expect((await client.deactivateModel({ params })).status).toBe(204);
      expect((await client.getModel({ params })).data.state).toBe("inactive");
      const order = { execution_type: "summarize", prompt: "Sum up", ...params } as const;
      await expectRefused(client.createExecution({ body: order }), "failed_precondition");
      const other = { ...order, execution_type: "plan", model_id: unknownId } as const;
      await expectRefused(client.createExecution({ body: other }), "not_found");
    });

    test("an execution is followed as a stream", async () => {
      const { client, model } = platform();
      const release = model.hold("Stream this");
      const created = await client.createExecution({
        body: { execution_type: "generate", prompt: "Stream this" },
      });
      const params = { execution_id: created.data.execution_id };
      expect(created.status).toBe(202);
      expect(created.headers.get("location")).toBe(`/api/v1/executions/${params.execution_id}`);
      await expectRefused(client.getExecutionResult({ params }), "failed_precondition");
      const chunks: Awaited<ReturnType<typeof nextOf>>[] = [];
      const stream = client.streamExecution({ params })[Symbol.asyncIterator]();
      const nextOf = async () => (await stream.next()).value;
      const first = nextOf();
      await until(
        async () => (await client.getExecution({ params })).data.status,
        (status) => status === "running" || status === "requested",
      );
      release();
      for (let chunk = await first; chunk !== undefined; chunk = await nextOf()) chunks.push(chunk);
      expect(chunks.map(({ text }) => text).join("")).toBe("Done with care.");
      expect(chunks.map(({ sequence }) => sequence)).toEqual([...chunks.keys()]);
      expect(chunks.map(({ done }) => done).lastIndexOf(false)).toBe(chunks.length - 2);
      expect(chunks.at(-1)?.token_usage).toMatchObject({ total_tokens: 10 });
      const { data: result } = await client.getExecutionResult({ params });
      expect(result).toMatchObject({ status: "completed", output: "Done with care." });
      const { data: listed } = await client.listExecutions({ query: { status: "completed" } });
      expect(listed.map(({ execution_id }) => execution_id)).toContain(params.execution_id);
      const unknown = client.streamExecution({ params: { execution_id: unknownId } });
      await expectRefused(unknown[Symbol.asyncIterator]().next(), "not_found");
    });

    test("an execution that fails says why", async () => {
      const { client, model } = platform();
      model.refuse("Write nonsense");
      const { data: created } = await client.createExecution({
        body: {
          execution_type: "generate",
          prompt: "Write nonsense",
          parameters: { max_tokens: 5 },
        },
      });
      const params = { execution_id: created.execution_id };
      await until(
        async () => (await client.getExecution({ params })).data.status,
        (status) => status === "failed",
      );
      const { data: result } = await client.getExecutionResult({ params });
      expect(result).toMatchObject({ status: "failed", error: { code: "invalid_argument" } });
    });

    test("tools are found, changed, taken out of use and brought back", async () => {
      const { client } = platform();
      const { data: found } = await client.searchTools({
        body: { query: "profile csv", limit: 1 },
      });
      expect(found).toHaveLength(1);
      const [{ tool } = { tool: undefined }] = found;
      const params = { tool_id: tool?.tool_id ?? "" };
      expect((await client.searchTools({ body: { query: "zeppelin" } })).data).toEqual([]);
      expect((await client.getTool({ params })).data).toEqual(tool);
      const limits = { timeout_ms: 9_000, memory_mb: 128 };
      const changed = await client.updateTool({ params, body: { limits } });
      expect(changed.data.limits).toEqual(limits);
      expect((await client.deactivateTool({ params })).status).toBe(204);
      const { data: inactive } = await client.listTools({ query: { state: "inactive" } });
      expect(inactive.map(({ tool_id }) => tool_id)).toEqual([params.tool_id]);
      await client.updateTool({
        params,
        body: { state: "active", limits: tool?.limits ?? limits },
      });
      expect((await client.getTool({ params })).data.state).toBe("active");
      const { data: versions } = await client.listToolVersions({ params });
      expect(versions.map(({ version }) => version)).toEqual([tool?.version]);
      await expectRefused(client.getTool({ params: { tool_id: unknownId } }), "not_found");
    });
  });
}
