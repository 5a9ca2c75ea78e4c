import { BerrysError, type ErrorCode } from "@berrys/runtime/errors";
import type { ModelPiece, ModelProvider, ModelRequest } from "./provider.ts";

export interface OpenAiOptions {
  /** E.g. `https://api.example.com/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string | null;
}

/** Any endpoint that speaks OpenAI's chat completions, streamed as server-sent events. */
export function createOpenAiProvider(options: OpenAiOptions): ModelProvider {
  return {
    name: "openai-compatible",
    stream: (request, signal) => stream(options, request, signal),
  };
}

async function* stream(
  options: OpenAiOptions,
  request: ModelRequest,
  signal: AbortSignal,
): AsyncIterable<ModelPiece> {
  const response = await send(options, request, signal);
  let text = "";
  let usage = { promptTokens: 0, completionTokens: 0 };
  for await (const event of serverSentEvents(response)) {
    const chunk = parseChunk(event);
    const delta = chunk.choices?.[0]?.delta?.content ?? "";
    if (delta !== "") {
      text += delta;
      yield { kind: "text", text: delta };
    }
    if (chunk.usage) {
      usage = {
        promptTokens: chunk.usage.prompt_tokens ?? 0,
        completionTokens: chunk.usage.completion_tokens ?? 0,
      };
    }
  }
  const structured = request.executionType === "plan" ? parsePlan(text) : null;
  yield { kind: "end", structured, usage };
}

async function send(
  { baseUrl, apiKey }: OpenAiOptions,
  request: ModelRequest,
  signal: AbortSignal,
): Promise<Response> {
  const planning = request.executionType === "plan";
  const system = [request.system, planning ? planInstructions : null].filter(Boolean).join("\n\n");
  const facts = JSON.stringify(request.context);
  const body = {
    model: request.model,
    stream: true,
    stream_options: { include_usage: true },
    messages: [
      ...(system === "" ? [] : [{ role: "system", content: system }]),
      { role: "user", content: facts === "{}" ? request.prompt : `${request.prompt}\n\n${facts}` },
    ],
    ...(planning ? { response_format: { type: "json_object" } } : {}),
    ...(request.maxTokens === undefined ? {} : { max_tokens: request.maxTokens }),
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
  };
  let response: Response;
  try {
    response = await fetch(`${baseUrl.replace(/\/+$/, "")}/chat/completions`, {
      method: "POST",
      signal,
      headers: {
        "content-type": "application/json",
        ...(apiKey === null ? {} : { authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify(body),
    });
  } catch (cause) {
    if (signal.aborted) throw new BerrysError("canceled", "The execution was cancelled", { cause });
    throw new BerrysError("unavailable", `The model endpoint ${baseUrl} cannot be reached`, {
      cause,
    });
  }
  if (!response.ok) throw await refusal(response, baseUrl);
  return response;
}

async function refusal(response: Response, baseUrl: string): Promise<BerrysError> {
  const answer = (await response.text()).slice(0, 300);
  const code: ErrorCode =
    response.status === 429
      ? "resource_exhausted"
      : response.status >= 500
        ? "unavailable"
        : response.status === 401 || response.status === 403
          ? "permission_denied"
          : "invalid_argument";
  return new BerrysError(
    code,
    `The model endpoint ${baseUrl} answered ${response.status}: ${answer}`,
  );
}

interface Chunk {
  readonly choices?: readonly { readonly delta?: { readonly content?: string | null } }[];
  readonly usage?: { readonly prompt_tokens?: number; readonly completion_tokens?: number } | null;
}

function parseChunk(text: string): Chunk {
  try {
    return JSON.parse(text) as Chunk;
  } catch (cause) {
    throw new BerrysError("unavailable", `The model endpoint sent no JSON: ${text.slice(0, 100)}`, {
      cause,
    });
  }
}

async function* serverSentEvents(response: Response): AsyncIterable<string> {
  if (response.body === null) return;
  let rest = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (!line.startsWith("data:")) continue;
      const data = line.slice(5).trim();
      if (data === "[DONE]") return;
      if (data !== "") yield data;
    }
  }
}

const planInstructions =
  'Answer with one JSON object {"summary": string, "tasks": [{"key": string, "title": string, "description": string, ' +
  '"task_type": lower_snake_case string, "priority": "low"|"normal"|"high"|"critical", "required_capabilities": ' +
  "non-empty list out of data_profiling, data_analysis, data_transformation, research, report_writing, " +
  '"depends_on": keys of other tasks}]}. The dependencies must form no circle.';

function parsePlan(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as Readonly<Record<string, unknown>>;
    }
  } catch {
    // said below, with what came instead
  }
  throw new BerrysError(
    "unavailable",
    `The model gave no JSON object as a plan but: ${text.slice(0, 200)}`,
  );
}
