import { type Context, Hono } from "hono";
import {
  acceptCorrelationId,
  causationHeader,
  correlationHeader,
  runWithCorrelation,
} from "../correlation.ts";
import { refusedValue } from "../database/refused-value.ts";
import type { RestOperationDefinition, ServiceDefinition } from "../definitions.ts";
import { BerrysError, errorTraits } from "../errors.ts";
import { type CallHost, sinceMs } from "../host/call.ts";
import { looksLikeServiceToken, principalOf } from "../host/identity.ts";
import type { AnyContext, AnyHandlers, RestHooks } from "../host/service.ts";
import { allowedMethods, optionsResponse } from "./allowed-methods.ts";
import { varyWith } from "./cache-control.ts";
import { clientAddress, noteAddress } from "./client-address.ts";
import {
  type ExtraHeaders,
  plainConventions,
  prepareConventions,
  type RestConventions,
} from "./conventions.ts";
import { corsHeaders, type Preflight, preflightHeaders } from "./cors.ts";
import { type Idempotency, takesIdempotencyKey } from "./idempotency.ts";
import { answer, type RequestFacts } from "./operation.ts";
import { problemResponse } from "./problem.ts";
import type { Rendered } from "./response.ts";
import { bySpecificity, type Route, routeOf } from "./route.ts";
import { securityHeaders, transportSecurity } from "./security-headers.ts";
import { type NodeBindings, sendStream } from "./send-stream.ts";
import { createSingleFlight } from "./single-flight.ts";

export interface RestAppOptions {
  readonly definition: ServiceDefinition;
  readonly handlers: AnyHandlers["rest"];
  readonly hooks: RestHooks<AnyContext>;
  readonly host: CallHost;
  readonly checkResponses: boolean;
  readonly maxBodyBytes: number;
  /** Null: there is nowhere to keep answers, so `Idempotency-Key` is nothing but a header. */
  readonly idempotency: Idempotency | null;
  /** Absent: nothing is counted or kept, and no other origin let in. */
  readonly conventions?: RestConventions;
}

/** All REST operations of a service on a Hono app; more routes may be added before the first request. */
export function createRestApp(options: RestAppOptions): Hono {
  const app = new Hono({ strict: true });
  const { rest } = options.definition;
  const byPath = Map.groupBy(rest.operations, (operation) => rest.basePath + operation.path);
  for (const template of [...byPath.keys()].sort(bySpecificity)) {
    const route = routeOf(template);
    const operations = byPath.get(template) ?? [];
    for (const operation of operations) mount(app, route, operation, options);
    refuseOtherMethods(app, route, operations, options);
  }
  app.notFound(async (c) => {
    const response = await inRequest(c, options, async ({ correlationId, principal }) => {
      const { fallback } = options.hooks;
      const path = new URL(c.req.url).pathname;
      if (fallback === undefined)
        throw new BerrysError("not_found", `There is no \`${c.req.method} ${path}\`.`);
      const context = options.host.contextOf({
        signal: c.req.raw.signal,
        correlationId,
        principal,
        operation: `${c.req.method} ${path}`,
        remainingMs: () => null,
      });
      return fallback(c.req.raw, context, options.host.peers);
    });
    return sendStream(response, c.env as NodeBindings, options.host.log);
  });
  app.onError((error, c) =>
    problemResponse(
      toBerrysError(error, options.host),
      acceptCorrelationId(c.req.header(correlationHeader)),
    ),
  );
  return app;
}

function mount(
  app: Hono,
  route: Route,
  operation: RestOperationDefinition,
  options: RestAppOptions,
): void {
  const handler = options.handlers[operation.operationId];
  if (handler === undefined)
    throw new Error(
      `\`${options.definition.id}\` has no handler \`${operation.operationId}\`, which its contract asks for`,
    );
  const host = options.conventions ?? plainConventions;
  const prepared = {
    api: options.definition.rest,
    operation,
    route,
    handler,
    host: options.host,
    checkResponses: options.checkResponses,
    maxBodyBytes: options.maxBodyBytes,
    idempotency: takesIdempotencyKey(operation) ? options.idempotency : null,
    conventions: prepareConventions(operation, host),
    compressBytes: host.compressBytes,
    flights: createSingleFlight<Rendered>(),
    toBerrysError: (error: unknown) => toBerrysError(error, options.host),
  };
  const streams = operation.success.some((success) => success.shape === "stream");
  app.on(operation.method, route.pattern, async (c) => {
    const response = await inRequest(c, options, (facts) => answer(c.req.raw, facts, prepared));
    return streams ? sendStream(response, c.env as NodeBindings, options.host.log) : response;
  });
}

function refuseOtherMethods(
  app: Hono,
  route: Route,
  operations: readonly RestOperationDefinition[],
  options: RestAppOptions,
): void {
  const allow = allowedMethods(operations.map((operation) => operation.method));
  app.all(route.pattern, (c) =>
    inRequest(c, options, async () => {
      if (c.req.method === "OPTIONS") return optionsResponse(allow);
      throw new BerrysError(
        "unimplemented",
        `\`${route.template}\` takes ${allow}, not ${c.req.method}.`,
        { details: { status: 405, title: "Method not allowed", allow } },
      );
    }),
  );
}

/** Finds out correlation and caller, runs `work` inside them, and turns what it throws into a problem. */
async function inRequest(
  c: Context,
  options: RestAppOptions,
  work: (facts: RequestFacts) => Promise<Response>,
): Promise<Response> {
  const started = performance.now();
  const request = c.req.raw;
  const correlationId = acceptCorrelationId(request.headers.get(correlationHeader));
  const correlation = {
    correlationId,
    causationId: request.headers.get(causationHeader),
    ...traceOf(request),
  };
  const extra: ExtraHeaders = [];
  const response = await runWithCorrelation({ ...correlation, principal: null }, async () => {
    try {
      // A page asks whether it may send credentials before it sends them.
      const { principal, isOurs } =
        request.method === "OPTIONS"
          ? { principal: null, isOurs: false }
          : await authenticate(request, correlationId, options);
      const address = addressOf(c, isOurs, options);
      noteAddress(request, address);
      return await runWithCorrelation({ ...correlation, principal }, () =>
        work({ correlationId, principal, address, extra }),
      );
    } catch (error) {
      return problemResponse(toBerrysError(error, options.host), correlationId);
    }
  });
  const answered = withHeaders(response, correlationId, extra, request, options);
  const { method, url } = request;
  const path = new URL(url).pathname;
  const { status } = answered;
  options.host.log.debug(
    { correlation_id: correlationId, method, path, status, duration_ms: sinceMs(started) },
    `\`${method} ${path}\` answered ${status}`,
  );
  return answered;
}

/** Adds what every answer says. */
function withHeaders(
  response: Response,
  correlationId: string,
  extra: ExtraHeaders,
  request: Request,
  options: RestAppOptions,
): Response {
  const { headers } = response;
  if (!headers.has(correlationHeader)) headers.set(correlationHeader, correlationId);
  const { cors } = options.conventions ?? plainConventions;
  const allow = request.method === "OPTIONS" ? headers.get("allow") : null;
  const allowed = [
    ...corsHeaders(cors, request.headers.get("origin")),
    ...(allow === null ? [] : preflightHeaders(cors, preflightOf(request.headers), allow)),
  ];
  for (const [name, value] of [...extra, ...allowed]) {
    if (name === "vary") headers.set(name, varyWith(headers.get(name), [value]));
    else headers.set(name, value);
  }
  // What a service behind says of its answers, or a page of itself, is more exact.
  for (const [name, value] of securityHeaders) if (!headers.has(name)) headers.set(name, value);
  if (request.url.startsWith("https:")) headers.set(...transportSecurity);
  return response;
}

function preflightOf(headers: Headers): Preflight {
  return {
    origin: headers.get("origin"),
    method: headers.get("access-control-request-method"),
    headers: headers.get("access-control-request-headers"),
  };
}

function addressOf(c: Context, isOurs: boolean, options: RestAppOptions): string {
  const { trustedProxies } = options.conventions ?? plainConventions;
  const connection = (c.env as NodeBindings)?.incoming?.socket.remoteAddress ?? "";
  return clientAddress(connection, c.req.header("x-forwarded-for") ?? null, trustedProxies, isOurs);
}

function traceOf(request: Request): { readonly traceparent?: string } {
  const traceparent = request.headers.get("traceparent");
  return traceparent === null ||
    !/^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/.test(traceparent)
    ? {}
    : { traceparent };
}

interface Authenticated {
  readonly principal: RequestFacts["principal"];
  /** A service of the platform calls, such as the gateway: what it says of its client is true. */
  readonly isOurs: boolean;
}

async function authenticate(
  request: Request,
  correlationId: string,
  options: RestAppOptions,
): Promise<Authenticated> {
  const bearer = /^Bearer (\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (bearer !== undefined && looksLikeServiceToken(bearer))
    return { principal: principalOf(await options.host.identity.verify(bearer)), isOurs: true };
  if (options.hooks.authenticate === undefined) return { principal: null, isOurs: false };
  const context = options.host.contextOf({
    signal: request.signal,
    correlationId,
    principal: null,
    operation: "authenticate",
    remainingMs: () => null,
  });
  return { principal: await options.hooks.authenticate(request, context), isOurs: false };
}

/** The error that a caller may see; anything else than a `BerrysError` is logged and becomes `internal`. */
export function toBerrysError(error: unknown, host: CallHost): BerrysError {
  if (error instanceof BerrysError) {
    if (errorTraits[error.code].status >= 500) host.log.warn({ err: error }, error.message);
    return error;
  }
  const refused = refusedValue(error);
  if (refused !== null) {
    host.log.warn({ err: error }, refused.message);
    return refused;
  }
  host.log.error({ err: error }, error instanceof Error ? error.message : "Unknown failure");
  return new BerrysError("internal", "The server failed to answer.", { cause: error });
}
