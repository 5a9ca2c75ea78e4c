import { request as httpRequest } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../context.ts";
import type { RestOperationDefinition, RestParameterDefinition } from "../definitions.ts";
import { BerrysError } from "../errors.ts";
import { type HttpServer, listen } from "../host/http-server.ts";
import { createIdentity } from "../host/identity.ts";
import type { AnyContext } from "../host/service.ts";
import { createRestApp } from "./app.ts";
import { parseTrustedProxies } from "./client-address.ts";
import { requireMatch } from "./conditional.ts";
import type { RestConventions } from "./conventions.ts";
import { createMemoryRateLimiter } from "./rate-limit.ts";
import { createMemoryResponseCache } from "./response-cache.ts";

const parameter = (name: string, place: "query" | "header" | "path"): RestParameterDefinition => ({
  name,
  in: place,
  required: place === "path",
  type: name === "fields" ? "array" : "string",
  style: place === "query" ? "form" : "simple",
  explode: false,
  check: () => undefined,
});
const operation = (
  facts: Partial<RestOperationDefinition> &
    Pick<RestOperationDefinition, "operationId" | "method" | "path">,
): RestOperationDefinition => ({
  service: "things",
  parameters: [],
  body: null,
  success: [{ status: 200, shape: "envelope", mediaType: "application/json", check: null }],
  errors: [],
  roles: null,
  timeoutMs: null,
  idempotent: false,
  location: null,
  ...facts,
});
const cached = { maxAgeSeconds: 60, directives: [], invalidatedBy: ["thing.changed"] };
const operations = [
  operation({
    operationId: "getThing",
    method: "GET",
    path: "/thing",
    parameters: [parameter("fields", "query")],
    fields: ["name", "version", "more", "more.x"],
    etag: "/version",
  }),
  operation({
    operationId: "changeThing",
    method: "PATCH",
    path: "/thing",
    parameters: [parameter("If-Match", "header")],
  }),
  operation({
    operationId: "listThings",
    method: "GET",
    path: "/things",
    parameters: [parameter("cursor", "query"), parameter("limit", "query")],
    success: [{ status: 200, shape: "page", mediaType: "application/json", check: null }],
    etag: "",
  }),
  operation({
    operationId: "getMine",
    method: "GET",
    path: "/mine",
    parameters: [parameter("n", "query")],
    cache: { ...cached, scope: "private", vary: ["x-trace"] },
  }),
  operation({
    operationId: "getOurs",
    method: "GET",
    path: "/ours",
    roles: [],
    cache: { ...cached, scope: "public", vary: [] },
  }),
  operation({
    operationId: "limited",
    method: "GET",
    path: "/limited",
    rateLimit: { requests: 2, windowMs: 60_000, by: "principal" },
  }),
  operation({
    operationId: "signIn",
    method: "POST",
    path: "/sign-in",
    rateLimit: { requests: 1, windowMs: 60_000, by: "address" },
  }),
  operation({ operationId: "usual", method: "GET", path: "/usual", errors: ["429"] }),
];

let version = 1;
let calls = 0;
let fails = false;
let release: (() => void) | null = null;
const handlers = {
  getThing: async () => ({ name: "a", version, more: { x: 1, y: "z".repeat(3_000) } }),
  changeThing: async ({ headers }: { headers: Record<string, string> }) => {
    requireMatch(headers["If-Match"], version);
    version += 1;
    return { version };
  },
  listThings: async () => ({ items: [{ id: 1 }], nextCursor: "c/2" }),
  getMine: async (_: unknown, { principal }: { principal: Principal | null }) => {
    calls += 1;
    if (fails) throw new BerrysError("unavailable", "Not now.");
    return { calls, who: principal?.id ?? null };
  },
  getOurs: async () => {
    calls += 1;
    const mine = calls;
    await new Promise<void>((resolve) => {
      if (release === null) resolve();
      else release = resolve;
    });
    return { calls: mine };
  },
  limited: async () => null,
  signIn: async () => null,
  usual: async () => null,
};

const cache = createMemoryResponseCache(1_000_000);
const conventions: RestConventions = {
  rates: createMemoryRateLimiter(),
  defaultRate: { requests: 3, windowMs: 60_000, by: "principal" },
  cache,
  cors: ["https://app.example"],
  trustedProxies: parseTrustedProxies(["127.0.0.1"]),
  compressBytes: 1024,
};
let server: HttpServer;
let base = "";
const peer = createIdentity("gateway", "s".repeat(32));
beforeAll(async () => {
  const identity = createIdentity("things", "s".repeat(32));
  const app = createRestApp({
    definition: {
      id: "things",
      title: "Things",
      portOffset: 0,
      publishes: {},
      sends: {},
      follows: [],
      serves: {},
      calls: {},
      rest: { basePath: "/api", version: "1.0", operations },
    },
    handlers: handlers as never,
    hooks: {
      authenticate: async (request) => {
        const id = request.headers.get("x-api-key");
        return id === null ? null : { id, kind: "api-key", roles: [] };
      },
    },
    host: {
      log: pino({ level: "silent" }),
      identity,
      peers: { url: () => "", token: identity.token },
      ended: new AbortController().signal,
      streamsEnded: new AbortController().signal,
      contextOf: (facts) => facts as unknown as AnyContext,
    },
    checkResponses: true,
    maxBodyBytes: 2_000,
    idempotency: null,
    conventions,
  });
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  server = await listen({
    host: "127.0.0.1",
    port: 0,
    listener: (req, res) => void listener(req, res),
  });
  base = `http://127.0.0.1:${server.port}/api`;
});
afterAll(() => server.stop(0));

function send(path: string, headers: Record<string, string> = {}, method = "GET") {
  return fetch(base + path, { method, headers });
}
async function dataOf(answer: Promise<Response>): Promise<unknown> {
  return ((await (await answer).json()) as { data: unknown }).data;
}

describe("validators", () => {
  const plain = { "accept-encoding": "identity" };
  it("tags the state, and answers 304 while it holds", async () => {
    const first = await send("/thing", plain);
    expect(first.headers.get("etag")).toBe('"1"');
    const again = await send("/thing", { ...plain, "if-none-match": '"0", W/"1"' });
    expect(again.status).toBe(304);
    expect(again.headers.get("etag")).toBe('"1"');
    expect(again.headers.get("content-type")).toBeNull();
    expect(await again.text()).toBe("");
    expect((await send("/thing", { "if-none-match": '"1"' }, "HEAD")).status).toBe(304);
    expect((await send("/thing", { "if-none-match": '"2"' })).status).toBe(200);
  });
  it("tags parts and codings apart", async () => {
    const part = await send("/thing?fields=name", plain);
    const tag = part.headers.get("etag") ?? "";
    expect(tag).toMatch(/^"1;[\w-]{8}"$/);
    expect((await send("/thing", { "if-none-match": tag })).status).toBe(200);
    const packed = await send("/thing", { "accept-encoding": "gzip" });
    expect(packed.headers.get("etag")).toBe('"1;gzip"');
    expect((await send("/thing", { "if-none-match": '"1;gzip"' })).status).toBe(304);
  });
  it("refuses a change of what has changed since", async () => {
    expect((await send("/thing", { "if-match": '"1;gzip"' }, "PATCH")).status).toBe(200);
    const late = await send("/thing", { "if-match": '"1"' }, "PATCH");
    expect(late.status).toBe(412);
    expect(await late.json()).toMatchObject({ title: "Precondition failed", status: 412 });
    expect((await send("/thing", { "if-match": '"2"' }, "PATCH")).status).toBe(200);
    expect((await send("/thing", {}, "PATCH")).status).toBe(200);
  });
});

describe("pages and parts", () => {
  it("links to the next page and the first, and tags what is on it", async () => {
    const page = await send("/things?limit=1&cursor=c1");
    expect(page.headers.get("link")).toBe(
      '</api/things?limit=1&cursor=c%2F2>; rel="next", </api/things?limit=1>; rel="first"',
    );
    const tag = page.headers.get("etag") ?? "";
    expect((await send("/things", { "if-none-match": tag })).status).toBe(304);
  });
  it("gives the members that are asked for, and names those that there are", async () => {
    expect(await dataOf(send("/thing?fields=more.x,name"))).toEqual({ name: "a", more: { x: 1 } });
    const wrong = await send("/thing?fields=name,nam");
    expect(wrong.status).toBe(422);
    expect(await wrong.json()).toMatchObject({
      violations: [{ pointer: "/query/fields/1", expected: "one of name, version, more, more.x" }],
    });
  });
});

describe("kept answers", () => {
  const mine = (key: string, more: Record<string, string> = {}) =>
    dataOf(send("/mine", { "x-api-key": key, ...more }));
  it("are each caller's own, of one request, until an event", async () => {
    const first = await send("/mine", { "x-api-key": "ann" });
    expect(first.headers.get("cache-control")).toBe("private, max-age=60");
    expect(first.headers.get("vary")).toContain("x-trace");
    expect(first.headers.get("age")).toBeNull();
    const { calls: made } = ((await first.json()) as { data: { calls: number } }).data;
    const again = await send("/mine", { "x-api-key": "ann" });
    expect(again.headers.get("age")).toBe("0");
    const body = (await again.json()) as { data: unknown; meta: { correlation_id: string } };
    expect(body.data).toEqual({ calls: made, who: "ann" });
    expect(body.meta.correlation_id).toBe(again.headers.get("x-correlation-id"));
    expect(await mine("bob")).toEqual({ calls: made + 1, who: "bob" });
    expect(await mine("ann", { "x-trace": "1" })).toEqual({ calls: made + 2, who: "ann" });
    expect(await dataOf(send("/mine?n=2", { "x-api-key": "ann" }))).toMatchObject({
      calls: made + 3,
    });
    await cache.invalidate(["getMine"]);
    expect(await mine("ann")).toEqual({ calls: made + 4, who: "ann" });
  });
  it("are no failures", async () => {
    fails = true;
    expect((await send("/mine", { "x-api-key": "eve" })).status).toBe(503);
    fails = false;
    expect((await send("/mine", { "x-api-key": "eve" })).status).toBe(200);
  });
  it("are made once for all who ask at the same time", async () => {
    release = () => undefined;
    const before = calls;
    const waiting = Array.from({ length: 5 }, () => send("/ours"));
    await expect.poll(() => calls).toBe(before + 1);
    await expect.poll(() => release?.name).toBe("");
    const done = release;
    release = null;
    done?.();
    const answers = await Promise.all(waiting);
    for (const answer of answers) {
      expect(answer.headers.get("cache-control")).toBe("public, max-age=60");
      expect(await answer.json()).toMatchObject({ data: { calls: before + 1 } });
    }
    expect(calls).toBe(before + 1);
  });
});

describe("rates", () => {
  it("are counted for each caller and told", async () => {
    const first = await send("/limited", { "x-api-key": "ann" });
    expect(first.headers.get("ratelimit-policy")).toBe('"limited";q=2;w=60');
    expect(first.headers.get("ratelimit")).toMatch(/^"limited";r=1;t=(60|59)$/);
    await send("/limited", { "x-api-key": "ann" });
    const refused = await send("/limited", { "x-api-key": "ann" });
    expect(refused.status).toBe(429);
    expect(refused.headers.get("ratelimit")).toMatch(/^"limited";r=0;t=\d+$/);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(50);
    expect(await refused.json()).toMatchObject({ code: "resource_exhausted", status: 429 });
    expect((await send("/limited", { "x-api-key": "bob" })).status).toBe(200);
  });
  it("are those of the configuration where the contract declares 429 alone", async () => {
    for (let n = 0; n < 3; n++) expect((await send("/usual")).status).toBe(200);
    const refused = await send("/usual");
    expect(refused.status).toBe(429);
    expect(refused.headers.get("ratelimit-policy")).toBe('"default";q=3;w=60');
    expect((await send("/thing")).headers.get("ratelimit")).toBeNull();
  });
  it("count addresses behind proxies that are trusted, and no services", async () => {
    const from = (address: string, key: string) =>
      send("/sign-in", { "x-forwarded-for": address, "x-api-key": key }, "POST");
    expect((await from("1.1.1.1", "a")).status).toBe(200);
    expect((await from("9.9.9.9, 1.1.1.1", "b")).status).toBe(429);
    expect((await from("2.2.2.2", "a")).status).toBe(200);
    const token = await peer.token("things", null);
    for (let n = 0; n < 5; n++)
      expect((await send("/usual", { authorization: `Bearer ${token}` })).status).toBe(200);
  });
});

describe("headers", () => {
  it("protect, and let pages of known origins read answers and refusals", async () => {
    const origin = "https://app.example";
    for (const path of ["/thing", "/nowhere"]) {
      const { headers } = await send(path, { origin });
      expect(headers.get("access-control-allow-origin")).toBe(origin);
      expect(headers.get("vary")).toContain("origin");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-frame-options")).toBe("DENY");
    }
    const other = await send("/thing", { origin: "https://evil.example" });
    expect(other.headers.get("access-control-allow-origin")).toBeNull();
  });
  it("answer preflights with what the path takes", async () => {
    // fetch of Node does not let these headers through.
    const headers = await new Promise<Record<string, unknown>>((resolve, reject) => {
      const request = httpRequest(`${base}/thing`, {
        method: "OPTIONS",
        headers: {
          origin: "https://app.example",
          "access-control-request-method": "PATCH",
          "access-control-request-headers": "x-api-key",
        },
      });
      request.on("response", (response) => {
        response.resume();
        resolve({ ...response.headers, status: response.statusCode });
      });
      request.on("error", reject).end();
    });
    expect(headers).toMatchObject({
      status: 204,
      "access-control-allow-methods": "GET, PATCH, HEAD, OPTIONS",
      "access-control-allow-headers": "x-api-key",
    });
  });
  it("compress what is large and can be, as the client likes", async () => {
    const large = await send("/thing", { "accept-encoding": "br;q=0.5, zstd" });
    expect(large.headers.get("content-encoding")).toBe("zstd");
    expect(large.headers.get("vary")).toContain("accept-encoding");
    const small = await send("/thing?fields=name", { "accept-encoding": "br" });
    expect(small.headers.get("content-encoding")).toBeNull();
    expect(small.headers.get("vary")).toContain("accept-encoding");
    const read = await send("/thing", { "accept-encoding": "br" });
    expect(await dataOf(Promise.resolve(read))).toMatchObject({ name: "a" });
  });
});
