import { once } from "node:events";
import { createServer } from "node:http";
import { ExecutionStatus } from "@berrys/platform/rpc/berrys/models/v1/models_pb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Drive, drive } from "../../test/support/drive.ts";
import service from "./main.ts";

interface Asked {
  readonly authorization: string | undefined;
  readonly body: { readonly model: string; readonly messages: readonly { content: string }[] };
}

// Speaks as much of the chat completions protocol as a real endpoint would here.
const asked: Asked[] = [];
let status = 200;
let words: readonly string[] = [];
const endpoint = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString()) as Asked["body"];
  asked.push({ authorization: request.headers.authorization, body });
  if (status !== 200) {
    response.writeHead(status).end("busy");
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  const send = (value: unknown) => response.write(`data: ${JSON.stringify(value)}\n\n`);
  for (const content of words) send({ choices: [{ delta: { content } }] });
  send({ choices: [], usage: { prompt_tokens: 7, completion_tokens: 3 } });
  response.end("data: [DONE]\n\n");
});

let platform: Drive;
beforeAll(async () => {
  endpoint.listen(0, "127.0.0.1");
  await once(endpoint, "listening");
  const address = endpoint.address();
  process.env.MODEL_BASE_URL = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/v1`;
  process.env.MODEL_API_KEY = "key";
  process.env.MODEL_NAME = "small-model";
  platform = await drive([service]);
});
afterAll(async () => {
  await platform.stop();
  endpoint.close();
});

test("prefers the model behind MODEL_BASE_URL", async () => {
  words = ["Three ", "segments."];
  const { execution } = await platform.clients.modelService.execute({
    executionType: "generate",
    prompt: "Describe the customers",
    inputs: { rows: 60 },
  });
  expect(execution).toMatchObject({
    status: ExecutionStatus.COMPLETED,
    output: "Three segments.",
    tokenUsage: { promptTokens: 7, completionTokens: 3, totalTokens: 10 },
  });
  const [request] = asked;
  expect(request).toMatchObject({ authorization: "Bearer key", body: { model: "small-model" } });
  expect(request?.body.messages[0]?.content).toContain('{"rows":60}');
  const { models } = await platform.clients.modelService.listModels({});
  expect(models.map(({ name }) => name)).toEqual(["small-model", "berrys-embedded"]);
});

test("takes a plan as data, and a text that is none as a failure", async () => {
  const plan = { executionType: "plan", prompt: "Plan" };
  words = ['{"summary": "One task", ', '"tasks": []}'];
  const good = await platform.clients.modelService.execute(plan);
  expect(good.execution?.result).toEqual({ summary: "One task", tasks: [] });
  words = ["No idea"];
  const bad = await platform.clients.modelService.execute(plan);
  expect(bad.execution).toMatchObject({
    status: ExecutionStatus.FAILED,
    error: { code: "unavailable", retryable: true },
  });
});

test("an endpoint that is down is an execution that failed", async () => {
  status = 503;
  const { execution } = await platform.clients.modelService.execute({
    executionType: "generate",
    prompt: "Describe the customers",
  });
  expect(execution).toMatchObject({
    status: ExecutionStatus.FAILED,
    error: { code: "unavailable", retryable: true },
  });
  const failed = await platform.hear("model.execution_failed", {
    execution_id: execution?.executionId,
  });
  expect(failed.data).toMatchObject({ error: { code: "unavailable", retryable: true } });
});
