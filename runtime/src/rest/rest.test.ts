import { connect as connectHttp2 } from "node:http2";
import { getRequestListener } from "@hono/node-server";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Principal } from "../context.ts";
import { reply } from "../context.ts";
import { currentCorrelation } from "../correlation.ts";
import type {
  RestOperationDefinition,
  RestParameterDefinition,
  RestSuccessDefinition,
  ServiceDefinition,
} from "../definitions.ts";
import { BerrysError } from "../errors.ts";
import { type HttpServer, listen } from "../host/http-server.ts";
import { createIdentity } from "../host/identity.ts";
import type { AnyContext } from "../host/service.ts";
import { fail, isObject } from "../validation.ts";
import type { Check } from "../violation.ts";
import { createRestApp } from "./app.ts";
import { createRestClient } from "./client.ts";
import type { RestCallInput, RestCallOptions, RestReply } from "./reply.ts";

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
const operations: readonly RestOperationDefinition[] = [
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
const definition: ServiceDefinition = {
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

const lines: string[] = [];
const log = pino({}, { write: (line: string) => lines.push(line) });
const identity = createIdentity("things", "s".repeat(32));
let server: HttpServer;
let base = "";
beforeAll(async () => {
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
  });
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  server = await listen({
    host: "127.0.0.1",
    port: 0,
    listener: (req, res) => void listener(req, res),
  });
  base = `http://127.0.0.1:${server.port}`;
});
afterAll(() => server.stop(0));

function send(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${base}/api/v1${path}`, init);
}
function post(
  body: NonNullable<RequestInit["body"]>,
  type = "application/json",
): Promise<Response> {
  return send("/things", { method: "POST", body, headers: { "content-type": type } });
}
async function problem(answer: Promise<Response>): Promise<Record<string, unknown>> {
  const response = await answer;
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const body = (await response.json()) as Record<string, unknown>;
  expect(body.status).toBe(response.status);
  expect(body.correlation_id).toBe(response.headers.get("x-correlation-id"));
  return body;
}

async function collect(items: AsyncIterable<unknown>): Promise<readonly unknown[]> {
  const collected: unknown[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

describe("success", () => {
  it("answers 201 with the envelope and Location", async () => {
    const response = await post('{"name":"a b"}');
    expect(response.status).toBe(201);
    expect(response.headers.get("location")).toBe("/api/v1/things/a%20b");
    expect(await response.json()).toEqual({
      data: { name: "a b" },
      meta: {
        version: "1.0",
        timestamp: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
        correlation_id: response.headers.get("x-correlation-id"),
      },
    });
  });
  it("answers another declared status where the handler says so", async () => {
    expect((await post('{"name":"later"}')).status).toBe(202);
  });
  it("keeps a sane correlation id and replaces another", async () => {
    const sane = await send("/things/1", { headers: { "x-correlation-id": "abc-1" } });
    expect(sane.headers.get("x-correlation-id")).toBe("abc-1");
    expect(await sane.json()).toMatchObject({ data: { same: true, params: { thing_id: "1" } } });
    const hostile = await send("/things/1", { headers: { "x-correlation-id": "a b<script>" } });
    expect(hostile.headers.get("x-correlation-id")).toMatch(/^[\da-f-]{36}$/);
  });
  it("prefers fixed text over parameters and decodes what is encoded", async () => {
    expect(await (await send("/things/search")).json()).toMatchObject({ data: "found" });
    expect(await (await send("/things/a%2Fb%20+%C3%A9")).json()).toMatchObject({
      data: { params: { thing_id: "a/b +é" } },
    });
    expect(await (await send("/files/report.final.pdf")).json()).toEqual({
      name: "report.final",
      kind: "pdf",
    });
  });
  it("projects `fields`, nested ones too", async () => {
    expect(await (await send("/things?fields=name,more.x")).json()).toMatchObject({
      data: [{ name: "a", more: { x: 1 } }],
      meta: { page: { next_cursor: "c2" } },
    });
    const body = (await (await send("/things?fields=more.y")).json()) as { data: unknown };
    expect(body.data).toEqual([{ more: { y: 2 } }]);
  });
  it("answers over HTTP/2 as well, streams included", async () => {
    const session = connectHttp2(base);
    const get = (path: string) =>
      new Promise<string>((resolve, reject) => {
        const stream = session.request({ ":path": `/api/v1${path}` });
        let body = "";
        stream.on("response", (headers) => {
          body += `${headers[":status"]} ${headers["content-type"]} `;
        });
        stream.on("data", (chunk) => {
          body += chunk;
        });
        stream.on("error", reject);
        stream.on("end", () => resolve(body));
      });
    expect(await get("/things/search")).toMatch(/^200 application\/json \{"data":"found"/);
    expect(await get("/watch?how=all")).toBe(
      '200 text/event-stream data: {"n":1,"text":"two\\nlines"}\n\ndata: {"n":2}\n\n',
    );
    expect(await get("/nothing")).toMatch(/^404 application\/problem\+json /);
    session.close();
  });
  it("cuts the connection where a passed-on body breaks, and tells nothing else", async () => {
    const response = await send("/broken");
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(lines.join("")).toContain("A streamed answer broke off");
  });
  it("answers HEAD and OPTIONS", async () => {
    expect((await send("/things/1", { method: "HEAD" })).status).toBe(200);
    const options = await send("/things", { method: "OPTIONS" });
    expect(options.headers.get("allow")).toBe("POST, GET, HEAD, OPTIONS");
  });
});

describe("refusals", () => {
  it.each([
    ["malformed JSON", () => post("{"), 400],
    ["JSON that is too deep", () => post("[".repeat(500)), 400],
    ["a body that is no UTF-8", () => post(new Uint8Array([0xff, 0xfe])), 400],
    ["malformed percent-encoding", () => send("/things/%zz"), 400],
    ["another media type", () => post("name=a", "application/x-www-form-urlencoded"), 415],
    ["a large body", () => post(JSON.stringify({ name: "x".repeat(3_000) })), 413],
    ["an unacceptable Accept", () => send("/things/1", { headers: { accept: "image/png" } }), 406],
    ["an unknown route", () => send("/nothing"), 404],
    ["a conflict", () => post('{"name":"taken"}'), 409],
    ["slowness", () => send("/slow"), 504],
    ["nobody where a role is needed", () => send("/things/1", { method: "DELETE" }), 401],
    ["an unknown key", () => send("/things/1", { headers: { "x-api-key": "?" } }), 401],
  ])("refuses %s", async (_what, request, status) => {
    expect((await problem(request())).status).toBe(status);
  });
  it("refuses a large body of unknown length", async () => {
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1_000)),
    });
    const init = {
      method: "POST",
      body,
      headers: { "content-type": "application/json" },
      duplex: "half",
    } as RequestInit;
    const response = await send("/things", init).catch(() => null);
    if (response !== null) expect(response.status).toBe(413);
  });
  it("reports every violation with pointer, expected and got", async () => {
    expect(await problem(post('{"size":"x"}'))).toMatchObject({
      status: 422,
      code: "invalid_argument",
      violations: [
        { pointer: "/body/name", keyword: "required", expected: "a string", got: "nothing" },
        { pointer: "/body/size", expected: "an integer", got: 'string "x"' },
      ],
    });
    expect(await problem(send("/things?limit=ten"))).toMatchObject({
      violations: [{ pointer: "/query/limit", got: 'string "ten"' }],
    });
    expect(await problem(post(""))).toMatchObject({
      status: 422,
      violations: [{ pointer: "/body" }],
    });
  });
  it("names the methods of a route with 405", async () => {
    const response = await send("/things", { method: "PUT" });
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("POST, GET, HEAD, OPTIONS");
  });
  it("lets roles in and keeps others out", async () => {
    const remove = (key: string) =>
      send("/things/1", { method: "DELETE", headers: { "x-api-key": key } });
    expect((await remove("admin")).status).toBe(204);
    expect((await problem(remove("user"))).status).toBe(403);
  });
  it("believes tokens of other services and their users, and no forged or foreign ones", async () => {
    const other = createIdentity("gateway", "s".repeat(32));
    const user: Principal = { id: "ann", kind: "user", roles: ["admin"] };
    const get = async (token: string) =>
      send("/things/1", { method: "DELETE", headers: { authorization: `Bearer ${token}` } });
    expect((await get(await other.token("things", user))).status).toBe(204);
    expect((await get(await other.token("things", null))).status).toBe(403);
    expect((await get(await other.token("elsewhere", user))).status).toBe(401);
    const forger = createIdentity("gateway", "x".repeat(32));
    expect((await get(await forger.token("things", user))).status).toBe(401);
  });
  it("tells nothing of an unexpected failure but logs it", async () => {
    const body = await problem(post('{"name":"bug"}'));
    expect(body).toMatchObject({ status: 500, code: "internal" });
    expect(JSON.stringify(body)).not.toContain("secret");
    expect(lines.join("")).toContain("secret internals");
  });
  it("does not let a response out that breaks the contract, and logs where", async () => {
    expect(await problem(post('{"name":"wrong"}'))).toMatchObject({ status: 500 });
    expect(lines.join("")).toContain("`createThing` differs from its contract at `/data/name`");
  });
  it("keeps details of an error", async () => {
    expect(await problem(post('{"name":"taken"}'))).toMatchObject({
      detail: "`taken` is taken.",
      owner: "me",
    });
  });
});

describe("client", () => {
  interface Client {
    createThing(input: RestCallInput, options?: RestCallOptions): Promise<RestReply<unknown>>;
    listThings(
      input?: RestCallInput,
      options?: RestCallOptions,
    ): Promise<RestReply<readonly unknown[]>>;
    getThing(input: RestCallInput): Promise<RestReply<unknown>>;
    getFile(input: RestCallInput): Promise<RestReply<unknown>>;
    deleteThing(input: RestCallInput): Promise<RestReply<unknown>>;
    slowThing(input: RestCallInput, options?: RestCallOptions): Promise<RestReply<unknown>>;
    watchThings(input: RestCallInput, options?: RestCallOptions): AsyncIterable<unknown>;
  }
  const clientOf = (more: object = {}): Client =>
    createRestClient<Client>({ baseUrl: base, ...more }, definition.rest, operations);

  it("brings every parameter style to the handler as it was", async () => {
    const query = {
      limit: 3,
      tags: ["a,b", "c&d"],
      ids: [1, 2],
      piped: ["x", "y z"],
      filter: { state: "open", "a b": "c" },
      flat: { k: "v" },
      deep: true,
    };
    const { data, nextCursor, status } = await clientOf().listThings({
      query,
      headers: { "x-trace": "t" },
      cookies: { session: "s 1" },
    });
    expect(status).toBe(200);
    expect(nextCursor).toBe("c2");
    expect(data).toMatchObject([
      { input: { query, headers: { "x-trace": "t" }, cookies: { session: "s 1" } } },
    ]);
    const { data: bare } = await clientOf().listThings();
    expect(bare).toMatchObject([{ input: { query: { limit: 20 } } }]);
  });
  it("returns data, meta, status and headers", async () => {
    const created = await clientOf().createThing(
      { body: { name: "a" } },
      { correlationId: "id-7" },
    );
    expect(created).toMatchObject({
      data: { name: "a" },
      status: 201,
      meta: { correlation_id: "id-7" },
      nextCursor: null,
    });
    expect(created.headers.get("location")).toBe("/api/v1/things/a");
    const file = await clientOf().getFile({ params: { name: "a b", kind: "md" } });
    expect(file.data).toBe('{"name":"a b","kind":"md"}');
    const gone = await clientOf({ apiKey: "admin" }).deleteThing({ params: { thing_id: "1" } });
    expect(gone).toMatchObject({ status: 204, data: undefined, meta: null });
  });
  it("throws problems as errors with code, violations and the problem", async () => {
    await expect(clientOf().createThing({ body: {} })).rejects.toMatchObject({
      code: "invalid_argument",
      details: {
        status: 422,
        problem: { title: "Invalid request" },
        violations: [{ pointer: "/body/name" }],
      },
    });
    await expect(clientOf({ baseUrl: "http://127.0.0.1:1" }).listThings()).rejects.toMatchObject({
      code: "unavailable",
    });
  });
  it("gives up at its own timeout and when told to", async () => {
    await expect(clientOf().slowThing({}, { timeoutMs: 10 })).rejects.toMatchObject({
      code: "deadline_exceeded",
      message: "No answer within 10 ms.",
    });
    const signal = AbortSignal.timeout(10);
    await expect(clientOf().slowThing({}, { signal })).rejects.toMatchObject({ code: "canceled" });
  });
  it("iterates over a stream", async () => {
    const items = await collect(clientOf().watchThings({ query: { how: "all" } }));
    expect(items).toEqual([{ n: 1, text: "two\nlines" }, { n: 2 }]);
  });
  it("throws what breaks a stream, before and after the first item", async () => {
    await expect(
      collect(clientOf().watchThings({ query: { how: "refuse" } })),
    ).rejects.toMatchObject({ code: "not_found", details: { status: 404 } });
    await expect(
      collect(clientOf().watchThings({ query: { how: "break" } })),
    ).rejects.toMatchObject({ code: "unavailable", message: "The watch broke." });
  });
  it("writes nothing but JSON lines when readers leave", async () => {
    const printed: unknown[] = [];
    const spies = (["info", "error", "log", "warn"] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation((...words) => printed.push(words)),
    );
    const controller = new AbortController();
    const items = clientOf().watchThings(
      { query: { how: "forever" } },
      { signal: controller.signal },
    );
    const reading = collect(items).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 50));
    controller.abort();
    expect(await reading).toMatchObject({ code: "canceled" });
    await expect.poll(() => watching?.aborted).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 20));
    for (const spy of spies) spy.mockRestore();
    expect(printed).toEqual([]);
  });
  it("aborts the handler when the reader of a stream leaves", async () => {
    for await (const item of clientOf().watchThings({ query: { how: "forever" } })) {
      if ((item as { n: number }).n === 2) break;
    }
    await expect.poll(() => watching?.aborted).toBe(true);
  });
});
