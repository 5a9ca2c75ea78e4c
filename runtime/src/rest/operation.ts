import type { RestApiDefinition, RestOperationDefinition } from "../definitions.ts";
import { BerrysError } from "../errors.ts";
import { type CallHost, defaultTimeoutMs } from "../host/call.ts";
import { requireRole } from "../host/identity.ts";
import { type Scope, startScope } from "../host/scope.ts";
import type { AnyContext, AnyHandlers } from "../host/service.ts";
import type { Violation } from "../violation.ts";
import { answerOf, compressed, compressedStream } from "./answer.ts";
import { readBody } from "./body.ts";
import type { ExtraHeaders, OperationConventions } from "./conventions.ts";
import { decodeParameters, type ParameterSources } from "./decode.ts";
import type { Selection } from "./fields.ts";
import { type Idempotency, idempotencyKeyOf } from "./idempotency.ts";
import { problemMediaType } from "./problem.ts";
import { type Outcome, outcomeOf, type Rendered, render, requireContract } from "./response.ts";
import { type Route, splitUrl } from "./route.ts";
import type { SingleFlight } from "./single-flight.ts";
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
  readonly conventions: OperationConventions;
  /** Bodies from so many bytes are compressed; 0: none. */
  readonly compressBytes: number;
  /** Equal answers that are made at the same time. */
  readonly flights: SingleFlight<Rendered>;
  /** Turns what a stream failed with into what its client may know, and logs the rest. */
  readonly toBerrysError: (error: unknown, correlationId: string) => BerrysError;
}

/** Who asks, as found out before the operation is looked at. */
export interface RequestFacts {
  readonly correlationId: string;
  readonly principal: AnyContext["principal"];
  /** Address of the client. */
  readonly address: string;
  /** Headers that the answer gets, whatever it is. */
  readonly extra: ExtraHeaders;
}

/** Answers one request: rate, roles, negotiation, input, handler, response; every refusal is a `BerrysError`. */
export async function answer(
  request: Request,
  facts: RequestFacts,
  options: OperationOptions,
): Promise<Response> {
  const { operation, host, conventions } = options;
  const counted = conventions.admit(facts, facts.extra);
  if (counted !== undefined) await counted;
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
    if (streams) {
      const outcome = await scope.race(handle(input, scope, facts, options));
      lives = true;
      const stream = await startStream(outcome, scope, facts, options);
      const acceptEncoding = request.headers.get("accept-encoding");
      return compressedStream(stream, acceptEncoding, options.compressBytes);
    }
    const work = { request, input, facts, options, scope };
    const response = await scope.race(respond(work));
    const acceptEncoding = request.headers.get("accept-encoding");
    return await compressed(response, acceptEncoding, options.compressBytes);
  } finally {
    if (!lives) scope.end();
  }
}

/** Time beyond the deadline in which a run that heeds it can end before it counts as crashed. */
const leaseSlackMs = 5_000;

/** One request that is being answered. */
interface Work {
  readonly request: Request;
  readonly input: Input;
  readonly facts: RequestFacts;
  readonly options: OperationOptions;
  readonly scope: Scope;
}

async function respond(work: Work): Promise<Response> {
  const { request, options } = work;
  const { idempotency } = options;
  const key = idempotency === null ? null : idempotencyKeyOf(request.headers);
  return idempotency === null || key === null
    ? answerNow(work)
    : answerOnce({ ...work, key, idempotency });
}

interface KeyedWork extends Work {
  readonly key: string;
  readonly idempotency: Idempotency;
}

/**
 * Answers a request that has a key. Its work has a scope of its own: a client that goes away comes back for the
 * answer, and a handler that outlasts its deadline must not be run again beside itself.
 */
async function answerOnce({ key, idempotency, ...work }: KeyedWork): Promise<Response> {
  const { input, facts, options } = work;
  const { operation, host } = options;
  const { params, query, body } = input;
  const timeoutMs = work.scope.remainingMs();
  const scope = startScope([host.ended], timeoutMs, operation.operationId);
  const request = {
    key,
    correlationId: facts.correlationId,
    principal: facts.principal,
    operation: operation.operationId,
    input: { params, query, body },
    leaseMs: (timeoutMs ?? defaultTimeoutMs) + leaseSlackMs,
  };
  try {
    return await idempotency.run(request, () => answerNow({ ...work, scope }));
  } finally {
    scope.end();
  }
}

/** The answer, not compressed: from where it is kept, or from the handler. */
async function answerNow(work: Work): Promise<Response> {
  const { request, input, facts, options } = work;
  const { conventions, operation, api } = options;
  const selection = conventions.selectionOf(input.query);
  const { rendered, ageSeconds } = await keptOr(work, () => make(work, selection));
  const asked = {
    ...splitUrl(request.url),
    method: request.method,
    header: (name: string) => request.headers.get(name),
  };
  return answerOf(rendered, asked, {
    api,
    operation,
    conventions,
    correlationId: facts.correlationId,
    fields: selection === null ? null : String(input.query.fields),
    ageSeconds,
  });
}

async function make(work: Work, selection: Selection | null): Promise<Rendered> {
  const { input, scope, facts, options } = work;
  const outcome = await handle(input, scope, facts, options);
  return render(outcome, { ...options, correlationId: facts.correlationId, selection });
}

interface Found {
  readonly rendered: Rendered;
  /** Null: it was made for this request, or one at the same time. */
  readonly ageSeconds: number | null;
}

/** What is kept for the request, else what `work` gives, made once for all who ask at the same time. */
async function keptOr(
  { request, input, facts, options }: Work,
  work: () => Promise<Rendered>,
): Promise<Found> {
  const { kept } = options.conventions;
  if (kept === null) return { rendered: await work(), ageSeconds: null };
  const key = kept.keyOf({
    params: input.params,
    query: input.query,
    principal: facts.principal,
    header: (name) => request.headers.get(name),
  });
  const { answer, generation } = await kept.cache.get(kept.operation, key);
  const success = options.operation.success.find(({ status }) => status === answer?.status);
  if (answer !== null && success !== undefined) {
    const { data, nextCursor, version, madeAt } = answer;
    const ageSeconds = Math.max(0, Math.floor((Date.now() - madeAt) / 1000));
    return {
      rendered: { success, content: data, nextCursor, version, location: null },
      ageSeconds,
    };
  }
  const rendered = await options.flights.run(`${generation} ${key}`, async () => {
    const made = await work();
    const { success, content, nextCursor, version } = made;
    if (success.status === 200 && typeof content === "string") {
      const entry = { status: 200, data: content, nextCursor, version, madeAt: Date.now() };
      void kept.cache.set(kept.operation, key, generation, entry, kept.ttlMs);
    }
    return made;
  });
  return { rendered, ageSeconds: null };
}

async function handle(
  input: Input,
  scope: Scope,
  facts: RequestFacts,
  options: OperationOptions,
): Promise<Outcome> {
  const context = options.host.contextOf({
    signal: scope.signal,
    correlationId: facts.correlationId,
    principal: facts.principal,
    operation: options.operation.operationId,
    remainingMs: scope.remainingMs,
  });
  const handler = options.handler as (input: unknown, context: unknown) => unknown;
  return outcomeOf(options.operation, await handler(input, context));
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
