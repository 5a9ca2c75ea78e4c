import createFetchClient from "openapi-fetch";
import type { RestApiDefinition, RestOperationDefinition } from "../definitions.ts";
import { BerrysError } from "../errors.ts";
import { readItems } from "./event-stream.ts";
import { errorOfResponse } from "./problem.ts";
import type {
  ResponseMeta,
  RestCallInput,
  RestCallOptions,
  RestClientOptions,
  RestReply,
} from "./reply.ts";
import {
  serializePathParameter,
  serializePlainParameter,
  serializeQueryParameter,
} from "./serialize.ts";

/** A function per operation, before emitted code puts the contract's types on it. */
export type UntypedRestClient = Readonly<
  Record<
    string,
    (
      input?: RestCallInput,
      options?: RestCallOptions,
    ) => Promise<RestReply<unknown>> | AsyncIterable<unknown>
  >
>;

/** The part of openapi-fetch that is used; its own types want a generated `paths` type. */
interface FetchClient {
  request(
    method: string,
    path: string,
    init: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly data?: unknown; readonly error?: unknown; readonly response: Response }>;
}

const defaultTimeoutMs = 30_000;

/**
 * A client with one function per operation, named by `operationId`. Runs in browsers and Node. Whatever goes
 * wrong is a `BerrysError`; problems of the server are in its `details.problem`. `Client` is the typed view that
 * emitted code has of it.
 */
export function createRestClient<Client = UntypedRestClient>(
  options: RestClientOptions,
  api: RestApiDefinition,
  operations: readonly RestOperationDefinition[],
): Client {
  const client = createFetchClient({
    baseUrl: options.baseUrl.replace(/\/+$/, "") + api.basePath,
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  }) as unknown as FetchClient;
  const functions = operations.map((operation) => {
    const streams = operation.success.some((success) => success.shape === "stream");
    const call = (input: RestCallInput = {}, callOptions: RestCallOptions = {}) =>
      streams
        ? streamOf(client, options, operation, input, callOptions)
        : callOnce(client, options, operation, input, callOptions);
    return [operation.operationId, call] as const;
  });
  return Object.fromEntries(functions) as Client;
}

async function callOnce(
  client: FetchClient,
  options: RestClientOptions,
  operation: RestOperationDefinition,
  input: RestCallInput,
  callOptions: RestCallOptions,
): Promise<RestReply<unknown>> {
  const deadline = startDeadline(options, callOptions);
  try {
    const init = await requestInit(options, operation, input, callOptions);
    const parseAs = parseAsOf(operation);
    const { data, error, response } = await client.request(operation.method, operation.path, {
      ...init,
      parseAs,
      signal: deadline.signal,
    });
    if (!response.ok) throw errorOfResponse(response.status, error);
    return replyOf(operation, response, data);
  } catch (error) {
    throw deadline.errorOf(error);
  } finally {
    deadline.clear();
  }
}

async function* streamOf(
  client: FetchClient,
  options: RestClientOptions,
  operation: RestOperationDefinition,
  input: RestCallInput,
  callOptions: RestCallOptions,
): AsyncGenerator<unknown> {
  const deadline = startDeadline(options, callOptions);
  try {
    const init = await requestInit(options, operation, input, callOptions);
    const { data, error, response } = await client.request(operation.method, operation.path, {
      ...init,
      parseAs: "stream",
      signal: deadline.signal,
    });
    if (!response.ok) throw errorOfResponse(response.status, error);
    deadline.clear();
    if (data === undefined || data === null) return;
    // A request that is collected while its body is read no longer hears of the signal, so the body listens itself.
    const body = data as ReadableStream<Uint8Array>;
    const { signal } = deadline;
    yield* readItems(body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>(), { signal }));
  } catch (error) {
    throw deadline.errorOf(error);
  } finally {
    deadline.abort();
  }
}

interface Deadline {
  readonly signal: AbortSignal;
  /** Ends the waiting for an answer; the caller's signal stays in force. */
  clear(): void;
  abort(): void;
  errorOf(error: unknown): BerrysError;
}

function startDeadline(options: RestClientOptions, callOptions: RestCallOptions): Deadline {
  const timeoutMs = callOptions.timeoutMs ?? options.timeoutMs ?? defaultTimeoutMs;
  const controller = new AbortController();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    controller.abort();
  }, timeoutMs);
  const outer = callOptions.signal;
  const onOuterAbort = (): void => controller.abort();
  if (outer?.aborted) controller.abort();
  else outer?.addEventListener("abort", onOuterAbort, { once: true });
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
    },
    abort: () => {
      clearTimeout(timer);
      outer?.removeEventListener("abort", onOuterAbort);
      controller.abort();
    },
    errorOf: (cause) => {
      if (cause instanceof BerrysError) return cause;
      if (late)
        return new BerrysError("deadline_exceeded", `No answer within ${timeoutMs} ms.`, { cause });
      if (outer?.aborted) return new BerrysError("canceled", "The call was canceled.", { cause });
      return new BerrysError(
        "unavailable",
        `The server could not be reached: ${reasonOf(cause)}.`,
        {
          cause,
        },
      );
    },
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

async function requestInit(
  options: RestClientOptions,
  operation: RestOperationDefinition,
  input: RestCallInput,
  callOptions: RestCallOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const headers = new Headers(options.headers);
  if (options.apiKey !== undefined) headers.set("x-api-key", options.apiKey);
  const token = typeof options.token === "function" ? await options.token() : options.token;
  if (token !== undefined && token !== null) headers.set("authorization", `Bearer ${token}`);
  const correlationId = callOptions.correlationId ?? options.correlationId?.();
  if (correlationId !== undefined && correlationId !== null)
    headers.set("x-correlation-id", correlationId);
  const cookies = addParameters(operation, input, headers);
  if (cookies !== "") headers.set("cookie", cookies);
  for (const [name, value] of Object.entries(callOptions.headers ?? {})) headers.set(name, value);
  const accepted = [...new Set(operation.success.map((success) => success.mediaType))];
  headers.set(
    "accept",
    [...accepted.filter((type) => type !== null), "application/problem+json"].join(", "),
  );
  return {
    headers: Object.fromEntries(headers),
    pathSerializer: (path: string) => pathOf(operation, path, input),
    querySerializer: () => queryOf(operation, input),
    params: { path: {}, query: { any: true } },
    ...bodyOf(operation, input, headers),
  };
}

function addParameters(
  operation: RestOperationDefinition,
  input: RestCallInput,
  headers: Headers,
): string {
  const cookies: string[] = [];
  for (const parameter of operation.parameters) {
    const from =
      parameter.in === "header" ? input.headers : parameter.in === "cookie" ? input.cookies : null;
    const value = from?.[parameter.name];
    if (value === undefined) continue;
    const text = serializePlainParameter(parameter, value);
    if (parameter.in === "header") headers.set(parameter.name, text);
    else cookies.push(`${parameter.name}=${encodeURIComponent(text)}`);
  }
  return cookies.join("; ");
}

function pathOf(operation: RestOperationDefinition, path: string, input: RestCallInput): string {
  let filled = path;
  for (const parameter of operation.parameters) {
    if (parameter.in !== "path") continue;
    const value = input.params?.[parameter.name];
    if (value === undefined || value === "")
      throw new BerrysError(
        "invalid_argument",
        `\`${operation.operationId}\` needs the path parameter \`${parameter.name}\`.`,
      );
    filled = filled.replaceAll(`{${parameter.name}}`, () =>
      serializePathParameter(parameter, value),
    );
  }
  return filled;
}

function queryOf(operation: RestOperationDefinition, input: RestCallInput): string {
  return operation.parameters
    .filter((parameter) => parameter.in === "query")
    .flatMap((parameter) => {
      const value = input.query?.[parameter.name];
      return value === undefined ? [] : serializeQueryParameter(parameter, value);
    })
    .join("&");
}

function bodyOf(
  operation: RestOperationDefinition,
  input: RestCallInput,
  headers: Headers,
): Readonly<Record<string, unknown>> {
  const { body } = input;
  if (body === undefined || operation.body === null) return {};
  const types = Object.keys(operation.body.content);
  const json = types.length === 0 ? "application/json" : types.find(isJsonType);
  const isForm = body instanceof FormData || body instanceof URLSearchParams;
  const type =
    body instanceof URLSearchParams ? "application/x-www-form-urlencoded" : (json ?? types[0]);
  const stated = headers.has("content-type") || body instanceof FormData;
  return {
    body,
    bodySerializer: () => (json !== undefined && !isForm ? JSON.stringify(body) : body),
    ...(stated ? {} : { headers: { ...Object.fromEntries(headers), "content-type": type } }),
  };
}

function isJsonType(mediaType: string): boolean {
  return /[/+]json$/.test(mediaType);
}

function parseAsOf(operation: RestOperationDefinition): "json" | "text" | "arrayBuffer" {
  const type = operation.success.find((success) => success.mediaType !== null)?.mediaType;
  if (type === undefined || type === null || isJsonType(type)) return "json";
  return type.startsWith("text/") ? "text" : "arrayBuffer";
}

function replyOf(
  operation: RestOperationDefinition,
  response: Response,
  body: unknown,
): RestReply<unknown> {
  const success =
    operation.success.find((candidate) => candidate.status === response.status) ??
    operation.success[0];
  const facts = { status: response.status, headers: response.headers };
  if (success?.shape !== "envelope" && success?.shape !== "page") {
    const data = body instanceof ArrayBuffer ? new Uint8Array(body) : body;
    return { ...facts, data, meta: null, nextCursor: null };
  }
  const envelope = body as { readonly data?: unknown; readonly meta?: ResponseMeta } | undefined;
  return {
    ...facts,
    data: envelope?.data,
    meta: envelope?.meta ?? null,
    nextCursor: envelope?.meta?.page?.next_cursor ?? null,
  };
}
