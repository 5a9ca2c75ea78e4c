import { getRequestListener } from "@hono/node-server";
import { pino } from "pino";
import { type Principal, reply } from "../../runtime/src/context.ts";
import { currentCorrelation } from "../../runtime/src/correlation.ts";
import type {
  RestOperationDefinition,
  RestParameterDefinition,
  RestSuccessDefinition,
  ServiceDefinition,
} from "../../runtime/src/definitions.ts";
import { BerrysError } from "../../runtime/src/errors.ts";
import { listen } from "../../runtime/src/host/http-server.ts";
import { createIdentity } from "../../runtime/src/host/identity.ts";
import type { AnyContext } from "../../runtime/src/host/service.ts";
import { createRestApp } from "../../runtime/src/rest/app.ts";
import { fail, isObject } from "../../runtime/src/validation.ts";
import type { Check } from "../../runtime/src/violation.ts";

const anything: Check = () => undefined;
const isInteger: Check = (value, path, violations) => {
  if (!Number.isInteger(value)) fail(violations, path, "type", "an integer", value);
};
const isThing: Check = (value, path, violations) => {
  if (!isObject(value)) return fail(violations, path, "type", "an object", value);
  if (typeof value.name !== "string")
    fail(violations, `${path}/name`, "type", "a string", value.name);
  if (value.size !== undefined) isInteger(value.size, `${path}/size`, violations);
};
const enveloped =
  (check: Check): Check =>
  (value, path, violations) =>
    check((value as { data: unknown }).data, `${path}/data`, violations);

function parameter(
  facts: Partial<RestParameterDefinition> & { name: string },
): RestParameterDefinition {
  const where = facts.in ?? "query";
  return {
    in: where,
    required: where === "path",
    type: "string",
    style: where === "query" || where === "cookie" ? "form" : "simple",
    explode: where === "query",
    check: anything,
    ...facts,
  };
}
function success(facts: Partial<RestSuccessDefinition>): RestSuccessDefinition {
  return { status: 200, shape: "envelope", mediaType: "application/json", check: null, ...facts };
}
function operation(
  facts: Partial<RestOperationDefinition> &
    Pick<RestOperationDefinition, "operationId" | "method" | "path">,
): RestOperationDefinition {
  return {
    service: "things",
    parameters: [],
    body: null,
    success: [success({})],
    errors: [],
    roles: null,
    timeoutMs: null,
    idempotent: false,
    location: null,
    ...facts,
  };
}

const thingId = parameter({ name: "thing_id", in: "path" });
export const operations: readonly RestOperationDefinition[] = [
  operation({
    operationId: "createThing",
    method: "POST",
    path: "/things",
    body: { required: true, content: { "application/json": isThing } },
    success: [success({ status: 201, check: enveloped(isThing) }), success({ status: 202 })],
    location: "/things/{name}",
  }),
  operation({
    operationId: "listThings",
    method: "GET",
    path: "/things",
    parameters: [
      parameter({ name: "limit", type: "integer", default: 20, check: isInteger }),
      parameter({ name: "tags", type: "array", itemType: "string" }),
      parameter({ name: "ids", type: "array", itemType: "integer", explode: false }),
      parameter({ name: "piped", type: "array", style: "pipeDelimited", explode: false }),
      parameter({ name: "filter", type: "object", style: "deepObject" }),
      parameter({ name: "flat", type: "object", explode: false }),
      parameter({ name: "deep", type: "boolean" }),
      parameter({ name: "fields" }),
      parameter({ name: "x-trace", in: "header" }),
      parameter({ name: "session", in: "cookie" }),
    ],
    success: [success({ shape: "page" })],
  }),
  operation({ operationId: "searchThings", method: "GET", path: "/things/search", roles: [] }),
  operation({
    operationId: "getThing",
    method: "GET",
    path: "/things/{thing_id}",
    parameters: [thingId],
  }),
  operation({
    operationId: "deleteThing",
    method: "DELETE",
    path: "/things/{thing_id}",
    parameters: [thingId],
    success: [success({ status: 204, shape: "empty", mediaType: null })],
    roles: ["admin"],
  }),
  operation({
    operationId: "getFile",
    method: "GET",
    path: "/files/{name}.{kind}",
    parameters: [parameter({ name: "name", in: "path" }), parameter({ name: "kind", in: "path" })],
    success: [success({ shape: "plain", mediaType: "text/plain" })],
  }),
  operation({
    operationId: "slowThing",
    method: "GET",
    path: "/slow",
    timeoutMs: 50,
  }),
  operation({
    operationId: "watchThings",
    method: "GET",
    path: "/watch",
    parameters: [parameter({ name: "how", required: true })],
    success: [success({ shape: "stream", mediaType: "text/event-stream" })],
  }),
];
export const definition: ServiceDefinition = {
  id: "things",
  title: "Things",
  portOffset: 0,
  publishes: {},
  sends: {},
  follows: [],
  serves: {},
  calls: {},
  rest: { basePath: "/api/v1", version: "1.0", operations },
};

let watching: AbortSignal | undefined;
type Ctx = Pick<AnyContext, "signal" | "principal" | "correlationId">;
const handlers = {
  createThing: async ({ body }: { body: { name: string } }) => {
    if (body.name === "later") return reply(202, { name: "later" });
    if (body.name === "wrong") return { name: 1 };
    if (body.name === "bug") throw new Error("secret internals");
    if (body.name === "taken")
      throw new BerrysError("already_exists", "`taken` is taken.", { details: { owner: "me" } });
    return body;
  },
  listThings: async (input: unknown) => ({
    items: [{ name: "a", more: { x: 1, y: 2 }, input }],
    nextCursor: "c2",
  }),
  searchThings: async () => "found",
  getThing: async ({ params }: { params: unknown }, { correlationId, principal }: Ctx) => ({
    params,
    same: currentCorrelation()?.correlationId === correlationId,
    principal,
  }),
  deleteThing: async () => undefined,
  getFile: async ({ params }: { params: unknown }) => JSON.stringify(params),
  slowThing: () => new Promise((resolve) => setTimeout(resolve, 60_000).unref()),
  watchThings: async function* ({ query }: { query: { how: string } }, { signal }: Ctx) {
    if (query.how === "refuse") throw new BerrysError("not_found", "Nothing to watch.");
    yield { n: 1, text: "two\nlines" };
    if (query.how === "break") throw new BerrysError("unavailable", "The watch broke.");
    yield { n: 2 };
    if (query.how !== "forever") return;
    watching = signal;
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
  },
};

/** A service that says and does everything that REST knows, on a port of its own. */
export interface Things {
  readonly base: string;
  readonly lines: readonly string[];
  /** Signal of the last endless stream. */
  watching(): AbortSignal | undefined;
  stop(): Promise<void>;
}

/** Tokens of other services must be signed with it. */
export const thingsSecret = "s".repeat(32);

export async function startThings(): Promise<Things> {
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => lines.push(line) });
  const identity = createIdentity("things", thingsSecret);
  const app = createRestApp({
    definition,
    handlers: handlers as never,
    hooks: {
      fallback: async (request) => {
        if (!request.url.endsWith("/broken"))
          throw new BerrysError("not_found", "There is nothing.");
        const body = new ReadableStream({
          start: (controller) => controller.enqueue(new TextEncoder().encode("half of")),
          pull: () => Promise.reject(new Error("secret internals")),
        });
        return new Response(body);
      },
      authenticate: async (request) => {
        const key = request.headers.get("x-api-key");
        if (key === null) return null;
        if (key !== "admin" && key !== "user")
          throw new BerrysError("unauthenticated", "Unknown key.");
        return { id: key, kind: "api-key", roles: [key] } satisfies Principal;
      },
    },
    host: {
      log,
      identity,
      peers: { url: () => "", token: identity.token },
      ended: new AbortController().signal,
      streamsEnded: new AbortController().signal,
      contextOf: (facts) => facts as unknown as AnyContext,
    },
    checkResponses: true,
    maxBodyBytes: 2_000,
    idempotency: null,
  });
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = await listen({
    host: "127.0.0.1",
    port: 0,
    listener: (req, res) => void listener(req, res),
  });
  return {
    base: `http://127.0.0.1:${server.port}`,
    lines,
    watching: () => watching,
    stop: () => server.stop(0),
  };
}
