import { Readable } from "node:stream";
import { Agent, type Dispatcher } from "undici";
import { causationHeader, correlationHeader, currentCorrelation } from "../correlation.ts";
import type { RestApiDefinition, RestOperationDefinition } from "../definitions.ts";
import { BerrysError } from "../errors.ts";
import { allowedMethods, optionsResponse } from "../rest/allowed-methods.ts";
import { notedAddress } from "../rest/client-address.ts";
import { discard } from "../rest/discard.ts";
import { bySpecificity, type Route, routeOf, splitUrl } from "../rest/route.ts";
import { defaultTimeoutMs } from "./call.ts";
import { requireRole } from "./identity.ts";
import { type Scope, startScope } from "./scope.ts";
import type { AnyContext, Peers, RestHooks } from "./service.ts";

export interface RestProxyOptions {
  readonly api: RestApiDefinition;
  /** Operations of all services; who serves one says its `service`. */
  readonly operations: readonly RestOperationDefinition[];
}

type ProxyContext = Pick<AnyContext, "principal" | "correlationId" | "signal">;

/** Headers that belong to one connection, or that the proxy sets itself. */
const ownHeaders = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  "expect",
  "host",
  "authorization",
  "x-api-key",
  "x-forwarded-for",
  correlationHeader,
  causationHeader,
]);

/** The callee answers a little before the proxy gives up, with a better sentence. */
const slackMs = 500;

/**
 * A `fallback` that passes a request on to the service that its operation belongs to, as that service's token says
 * on behalf of the context's principal. Bodies stream both ways; roles are checked here and there.
 */
export function createRestProxy(
  options: RestProxyOptions,
): NonNullable<RestHooks<ProxyContext>["fallback"]> {
  const table = createTable(options);
  const agent = new Agent({ connections: 128, pipelining: 1, keepAliveTimeout: 10_000 });
  return async (request, context, peers) => {
    const { path, query } = splitUrl(request.url);
    const operation = findOperation(table, request.method, path);
    if (operation instanceof Response) return operation;
    requireRole(operation.roles, context.principal, operation.operationId);
    const streams = operation.success.some((success) => success.shape === "stream");
    const timeoutMs = operation.timeoutMs ?? (streams ? null : defaultTimeoutMs);
    const scope = startScope(
      [context.signal, request.signal],
      timeoutMs === null ? null : timeoutMs + slackMs,
      operation.operationId,
    );
    try {
      const answer = await agent.request({
        origin: peers.url(operation.service),
        path: query === "" ? path : `${path}?${query}`,
        method: request.method as Dispatcher.HttpMethod,
        headers: await headersFor(request, context, peers, operation.service),
        body: bodyOf(request),
        signal: scope.signal,
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      return responseOf(answer, request.method, scope);
    } catch (error) {
      scope.end();
      throw failureOf(error, scope, operation.service);
    }
  };
}

type Table = readonly {
  readonly route: Route;
  readonly byMethod: ReadonlyMap<string, RestOperationDefinition>;
}[];

function createTable({ api, operations }: RestProxyOptions): Table {
  const byPath = Map.groupBy(operations, (operation) => api.basePath + operation.path);
  return [...byPath.keys()].sort(bySpecificity).map((template) => {
    const route = routeOf(template);
    const found = byPath.get(template) ?? [];
    return {
      route,
      byMethod: new Map(found.map((operation) => [operation.method, operation])),
    };
  });
}

function findOperation(
  table: Table,
  method: string,
  path: string,
): RestOperationDefinition | Response {
  const entry = table.find(({ route }) => route.expression.test(path));
  if (entry === undefined) throw new BerrysError("not_found", `There is no \`${method} ${path}\`.`);
  const operation =
    entry.byMethod.get(method) ?? (method === "HEAD" ? entry.byMethod.get("GET") : undefined);
  if (operation !== undefined) return operation;
  const allow = allowedMethods(entry.byMethod.keys());
  if (method === "OPTIONS") return optionsResponse(allow);
  throw new BerrysError(
    "unimplemented",
    `\`${entry.route.template}\` takes ${allow}, not ${method}.`,
    { details: { status: 405, title: "Method not allowed", allow } },
  );
}

async function headersFor(
  request: Request,
  context: ProxyContext,
  peers: Peers,
  service: string,
): Promise<Record<string, string>> {
  const headers = passedOn(request.headers);
  headers.authorization = `Bearer ${await peers.token(service, context.principal)}`;
  headers[correlationHeader] = context.correlationId;
  const causationId = currentCorrelation()?.causationId;
  if (causationId != null) headers[causationHeader] = causationId;
  const address = notedAddress(request);
  if (address !== null) headers["x-forwarded-for"] = address;
  headers["x-forwarded-host"] = request.headers.get("host") ?? new URL(request.url).host;
  headers["x-forwarded-proto"] = new URL(request.url).protocol.slice(0, -1);
  return headers;
}

function passedOn(headers: Headers): Record<string, string> {
  const named = (headers.get("connection") ?? "").toLowerCase().split(/\s*,\s*/);
  const kept: Record<string, string> = {};
  for (const [name, value] of headers)
    if (!ownHeaders.has(name) && !named.includes(name)) kept[name] = value;
  return kept;
}

/** The body as a stream; the rest of it is discarded where the callee answers before it has read everything. */
function bodyOf(request: Request): Readable | null {
  if (request.method === "GET" || request.method === "HEAD" || request.body === null) return null;
  const reader = request.body.getReader();
  return new Readable({
    read() {
      reader.read().then(
        ({ value }) => this.push(value ?? null),
        (error: Error) => this.destroy(error),
      );
    },
    destroy: (error, done) => {
      void discard(reader);
      done(error);
    },
  });
}

function responseOf(answer: Dispatcher.ResponseData, method: string, scope: Scope): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value === undefined || ownHeaders.has(name) || name === "date") continue;
    for (const one of Array.isArray(value) ? value : [value]) headers.append(name, one);
  }
  const correlationId = answer.headers[correlationHeader];
  if (typeof correlationId === "string") headers.set(correlationHeader, correlationId);
  const status = answer.statusCode;
  answer.body.once("close", () => scope.end());
  if (method === "HEAD" || status === 204 || status === 304) {
    answer.body.resume();
    return new Response(null, { status, headers });
  }
  // A client that goes away cancels the stream, which closes the connection to the callee.
  const body = Readable.toWeb(answer.body) as unknown as ReadableStream<Uint8Array>;
  return new Response(body, { status, headers });
}

function failureOf(error: unknown, scope: Scope, service: string): unknown {
  if (error instanceof BerrysError) return error;
  if (scope.signal.aborted) return scope.signal.reason;
  return new BerrysError("unavailable", `\`${service}\` cannot be reached at the moment.`, {
    cause: error,
  });
}
