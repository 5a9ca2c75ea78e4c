import type { ModelExecutionRequestedData } from "@berrys/platform/events/model";
import { ExecutionStatus } from "@berrys/platform/rpc/berrys/models/v1/models_pb";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Drive, drive } from "../../test/support/drive.ts";
import service from "./main.ts";
import { embeddedModelId } from "./seed.ts";

/** The machine may be busy. */
const soon = { timeout: 10_000 };

let platform: Drive;
beforeAll(async () => {
  platform = await drive([service]);
});
afterAll(() => platform.stop());

const facts = { title: "Churn", rows: 60, columns: ["plan", "spend"] };
const asked = { executionType: "analyze", prompt: "What do the data say?", inputs: facts };

test("executes over RPC, once for all calls with one id", async () => {
  const { modelService } = platform.clients;
  const request = { ...asked, executionId: uuidv7(), projectId: uuidv7() };
  const answers = await Promise.all([
    modelService.execute(request),
    modelService.execute(request),
    modelService.execute(request),
  ]);
  for (const { execution } of answers) {
    expect(execution?.status).toBe(ExecutionStatus.COMPLETED);
    expect(execution?.output).toContain("- rows: 60");
    expect(execution?.completedAt).toEqual(answers[0].execution?.completedAt);
  }
  const completed = await platform.hear("model.execution_completed", {
    project_id: request.projectId,
  });
  expect(completed.data).toMatchObject({ execution_id: request.executionId, status: "completed" });
  const types = platform.heard
    .filter(({ data }) => (data as { project_id?: string }).project_id === request.projectId)
    .map(({ type }) => type);
  expect(types).toEqual(["model.execution_requested", "model.execution_completed"]);
});

test("streams pieces in order, then the whole; later calls get the same", async () => {
  const inputs = {
    title: "Long",
    facts: Array.from({ length: 30 }, (_, n) => `fact ${n}`.repeat(5)),
  };
  const execution = { ...asked, inputs, executionId: uuidv7() };
  const read = async () => {
    const texts: string[] = [];
    for await (const { event } of platform.clients.modelService.executeStream({ execution })) {
      if (event.case === "execution") return { texts, output: event.value.output };
      if (event.case === "chunk") expect(event.value.index).toBe(texts.length);
      if (event.case === "chunk") texts.push(event.value.text);
    }
    throw new Error("the stream had no end");
  };
  const first = await read();
  expect(first.texts.length).toBeGreaterThan(1);
  expect(first.texts.join("")).toBe(first.output);
  const again = await read();
  expect(again).toEqual({ texts: [first.output], output: first.output });
});

test("plans by command; the same id gets the same answer", async () => {
  const order = {
    execution_id: uuidv7(),
    execution_type: "plan" as const,
    prompt: "Plan it",
    inputs: { objectives: ["Write a report"], data_sources: [], deliverables: [] },
  };
  const reply = await platform.request.modelExecute(order);
  expect(reply).toMatchObject({
    execution_id: order.execution_id,
    model_id: embeddedModelId,
    status: "completed",
    result: { tasks: [{ key: "objective-1" }, { key: "deliverable-1" }] },
  });
  expect(await platform.request.modelExecute(order)).toEqual(reply);
});

test("waits for the run of another, and takes over where that died", async () => {
  const request = { ...asked, executionId: uuidv7() };
  const before = await platform.clients.modelService.execute(request);
  await platform.database.sql.query(
    `update model_orchestration.executions set status = 'running', completed_at = null, output = null,
      lease_owner = '${uuidv7()}', lease_until = clock_timestamp() + interval '300 milliseconds'
      where execution_id = '${request.executionId}'`,
  );
  const start = performance.now();
  const after = await platform.clients.modelService.execute(request);
  expect(performance.now() - start).toBeGreaterThan(250);
  expect(after.execution?.output).toBe(before.execution?.output);
});

test("refuses what the contract refuses, and kinds that a model cannot do", async () => {
  const { modelService } = platform.clients;
  await expect(modelService.execute({ ...asked, executionType: "sing" })).rejects.toMatchObject({
    code: "invalid_argument",
    message: expect.stringContaining("execution_type"),
  });
  await expect(modelService.execute({ ...asked, modelId: uuidv7() })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("accepts over REST, runs in the background, streams as server-sent events", async () => {
  const client = await platform.rest("model-orchestration");
  const project_id = uuidv7();
  const body = {
    execution_type: "summarize",
    prompt: "Sum it up",
    inputs: facts,
    project_id,
  } as const;
  const { data: accepted, status } = await client.createExecution({ body });
  expect([status, accepted.status]).toEqual([202, "requested"]);
  const params = { execution_id: accepted.execution_id };
  let text = "";
  let done = false;
  for await (const chunk of await client.streamExecution({ params })) {
    text += chunk.text;
    done = chunk.done;
  }
  expect(done).toBe(true);
  const { data: result } = await client.getExecutionResult({ params });
  expect(result).toMatchObject({ status: "completed", output: text });
  expect(text).toContain("Summary");
  const { data: listed } = await client.listExecutions({ query: { project_id } });
  expect(listed.map(({ execution_id }) => execution_id)).toEqual([accepted.execution_id]);
  const usage = () =>
    platform.database.sql.query(
      `select * from model_orchestration.token_usage where project_id = '${project_id}'`,
    );
  await expect
    .poll(usage, soon)
    .toMatchObject([{ executions: 1, completion_tokens: result.token_usage?.completion_tokens }]);
});

test("an execution in the background whose run died is taken up with its message", async () => {
  const client = await platform.rest("model-orchestration");
  const body = { execution_type: "summarize", prompt: "Sum it up" } as const;
  const { data: accepted } = await client.createExecution({ body });
  const { execution_id } = accepted;
  const requested = await platform.hear("model.execution_requested", { execution_id });
  await platform.hear("model.execution_completed", { execution_id });
  await platform.database.sql.query(
    `update model_orchestration.executions set status = 'running', completed_at = null, output = null,
      lease_owner = '${uuidv7()}', lease_until = clock_timestamp() where execution_id = '${execution_id}'`,
  );
  await platform.publish.modelExecutionRequested(requested.data as ModelExecutionRequestedData);
  const params = { execution_id };
  await expect
    .poll(async () => (await client.getExecution({ params })).data.status, soon)
    .toBe("completed");
});

test("registers, changes and deactivates models", async () => {
  const client = await platform.rest("model-orchestration");
  const name = "another";
  const body = { name, provider: "embedded", execution_types: ["generate"] } as const;
  const { data: model } = await client.registerModel({ body });
  await platform.hear("model.registered", { model_id: model.model_id });
  await expect(client.registerModel({ body })).rejects.toMatchObject({ code: "already_exists" });
  const foreign = { ...body, provider: "nobody" };
  await expect(client.registerModel({ body: foreign })).rejects.toMatchObject({
    message: expect.stringContaining("set up are embedded"),
  });
  const params = { model_id: model.model_id };
  const { data: changed } = await client.updateModel({ params, body: { description: "New" } });
  expect(changed.description).toBe("New");
  await client.deactivateModel({ params });
  await platform.hear("model.deactivated", params);
  const { models } = await platform.clients.modelService.listModels({ executionType: "generate" });
  expect(models.map(({ modelId }) => modelId)).toEqual([embeddedModelId]);
  const { modelService } = platform.clients;
  const all = await modelService.listModels({ includeInactive: true });
  expect(all.nextCursor).toBe("");
  const pages: string[] = [];
  for (let cursor = "", more = true; more; more = cursor !== "") {
    const page = await modelService.listModels({ includeInactive: true, limit: 1, cursor });
    expect(page.models).toHaveLength(1);
    pages.push(...page.models.map(({ modelId }) => modelId));
    cursor = page.nextCursor;
  }
  expect(pages).toEqual(all.models.map(({ modelId }) => modelId));
  expect(pages.length).toBeGreaterThan(1);
  await expect(modelService.listModels({ cursor: "nonsense" })).rejects.toMatchObject({
    code: "invalid_argument",
  });
  const call = platform.clients.modelService.execute({
    ...asked,
    executionType: "generate",
    modelId: model.model_id,
  });
  await expect(call).rejects.toMatchObject({ code: "failed_precondition" });
});
