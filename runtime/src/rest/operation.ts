import type { RestApiDefinition, RestOperationDefinition } from "../definitions.ts";
import { BerrysError } from "../errors.ts";
import { type CallHost, defaultTimeoutMs } from "../host/call.ts";
import { requireRole } from "../host/identity.ts";
import { type Scope, startScope } from "../host/scope.ts";
import type { AnyContext, AnyHandlers } from "../host/service.ts";
import type { Violation } from "../violation.ts";
import { readBody } from "./body.ts";
import { decodeParameters, type ParameterSources } from "./decode.ts";
import { type Idempotency, idempotencyKeyOf } from "./idempotency.ts";
import { problemMediaType } from "./problem.ts";
import { type Outcome, outcomeOf, render, requireContract } from "./response.ts";
import { type Route, splitUrl } from "./route.ts";
import { streamResponse } from "./stream.ts";

/** How one operation is answered. */
export interface OperationOptions {
  readonly api: RestApiDefinition;
  readonly operation: RestOperationDefinition;
  readonly route: Route;
  readonly handler: AnyHandlers["rest"][string];
  readonly host: CallHost;
  readonly checkResponses: boolean;
  readonly maxBodyBytes: number;
  /** Null: the operation takes no `Idempotency-Key`. */
  readonly idempotency: Idempotency | null;
  /** Turns what a stream failed with into what its client may know, and logs the rest. */
  readonly toBerrysError: (error: unknown, correlationId: string) => BerrysError;
}

/** Who asks, as found out before the operation is looked at. */
export interface RequestFacts {
  readonly correlationId: string;
  readonly principal: AnyContext["principal"];
}

/** Answers one request: roles, negotiation, input, handler, response; every refusal is a `BerrysError`. */
export async function answer(
  request: Request,
  facts: RequestFacts,
  options: OperationOptions,
): Promise<Response> {
  const { operation, host } = options;
  requireRole(operation.roles, facts.principal, operation.operationId);
  requireAcceptable(operation, request.headers.get("accept"));
  const streams = operation.success[0]?.shape === "stream";
  const timeoutMs = operation.timeoutMs ?? (streams ? null : defaultTimeoutMs);
  const scope = startScope(
    [request.signal, streams ? host.streamsEnded : host.ended],
    timeoutMs,
    operation.operationId,
  );
  let lives = false;
  try {
    const input = await scope.race(decodeInput(request, options));
    const { idempotency } = options;
    const key = idempotency === null ? null : idempotencyKeyOf(request.headers);
    if (idempotency !== null && key !== null)
      return await scope.race(
        answerOnce({ key, idempotency, input, timeoutMs: scope.remainingMs() }, facts, options),
      );
    const outcome = await scope.race(handle(input, scope, facts, options));
    if (outcome.success.shape === "stream") {
      lives = true;
      return await startStream(outcome, scope, facts, options);
    }
    return respond(outcome, input, facts, options);
  } finally {
    if (!lives) scope.end();
  }
}

/** Time beyond the deadline in which a run that heeds it can end before it counts as crashed. */
const leaseSlackMs = 5_000;

interface KeyedWork {
  readonly key: string;
  readonly idempotency: Idempotency;
  readonly input: Input;
  readonly timeoutMs: number | null;
}

/**
 * Answers a request that has a key. Its work has a scope of its own: a client that goes away comes back for the
 * answer, and a handler that outlasts its deadline must not be run again beside itself.
 */
async function answerOnce(
  { key, idempotency, input, timeoutMs }: KeyedWork,
  facts: RequestFacts,
  options: OperationOptions,
): Promise<Response> {
  const { operation, host } = options;
  const { params, query, body } = input;
  const scope = startScope([host.ended], timeoutMs, operation.operationId);
  const request = {
    key,
    ...facts,
    operation: operation.operationId,
    input: { params, query, body },
    leaseMs: (timeoutMs ?? defaultTimeoutMs) + leaseSlackMs,
  };
  try {
    return await idempotency.run(request, async () =>
      respond(await handle(input, scope, facts, options), input, facts, options),
    );
  } finally {
    scope.end();
  }
}

async function handle(
  input: Input,
  scope: Scope,
  facts: RequestFacts,
  options: OperationOptions,
): Promise<Outcome> {
  const context = options.host.contextOf({
    signal: scope.signal,
    ...facts,
    operation: options.operation.operationId,
    remainingMs: scope.remainingMs,
  });
  const handler = options.handler as (input: unknown, context: unknown) => unknown;
  return outcomeOf(options.operation, await handler(input, context));
}

function respond(
  outcome: Outcome,
  input: Input,
  facts: RequestFacts,
  options: OperationOptions,
): Response {
  return render(outcome, {
    ...options,
    correlationId: facts.correlationId,
    fields: fieldsOf(options.operation, input.query),
  });
}

interface Input {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly cookies: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

async function decodeInput(request: Request, options: OperationOptions): Promise<Input> {
  const violations: Violation[] = [];
  const { path, query } = splitUrl(request.url);
  const sources: ParameterSources = {
    path: options.route.parameters(path),
    query,
    header: (name) => request.headers.get(name),
  };
  const { operation, maxBodyBytes } = options;
  const parameters = decodeParameters(operation.parameters, sources, violations);
  const body = await readBody(operation, request, { maxBytes: maxBodyBytes }, violations);
  if (violations.length > 0) {
    const [first] = violations;
    throw new BerrysError(
      "invalid_argument",
      `The request differs from the contract at \`${first?.pointer}\`: expected ${first?.expected}, got ${first?.got}.`,
      { details: { violations } },
    );
  }
  return { ...parameters, body };
}

function requireAcceptable(operation: RestOperationDefinition, accept: string | null): void {
  const offered = operation.success.flatMap((one) =>
    one.mediaType === null ? [] : [one.mediaType],
  );
  if (accept === null || offered.length === 0) return;
  const ranges = accept
    .split(",")
    .filter((range) => !/;\s*q=0(\.0*)?\s*(;|$)/.test(range))
    .map((range) => (range.split(";")[0] ?? "").trim().toLowerCase());
  const matches = (range: string): boolean =>
    range === "*/*" ||
    range === problemMediaType ||
    offered.some(
      (type) => type === range || (range.endsWith("/*") && type.startsWith(range.slice(0, -1))),
    );
  if (ranges.some(matches)) return;
  throw new BerrysError(
    "invalid_argument",
    `\`${operation.operationId}\` answers with ${offered.join(" or ")}, which the Accept header excludes.`,
    { details: { status: 406, title: "Not acceptable" } },
  );
}

function fieldsOf(
  operation: RestOperationDefinition,
  query: Readonly<Record<string, unknown>>,
): readonly string[] | null {
  const declared = operation.parameters.some((one) => one.in === "query" && one.name === "fields");
  const value = declared ? query.fields : undefined;
  if (Array.isArray(value)) return value.map(String);
  return typeof value === "string" && value !== ""
    ? value.split(",").map((field) => field.trim())
    : null;
}

async function startStream(
  outcome: Outcome,
  scope: Scope,
  facts: RequestFacts,
  options: OperationOptions,
): Promise<Response> {
  const items = outcome.data as AsyncIterable<unknown>;
  try {
    return await streamResponse(items, outcome.success.status, {
      correlationId: facts.correlationId,
      scope,
      check: (json) => {
        if (options.checkResponses) requireContract(options.operation, outcome.success, json);
      },
      onError: (error) => options.toBerrysError(error, facts.correlationId),
      onEnd: () => scope.end(),
    });
  } catch (error) {
    scope.end();
    throw error;
  }
}
