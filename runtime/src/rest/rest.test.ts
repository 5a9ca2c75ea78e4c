import { connect as connectHttp2 } from "node:http2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startThings, type Things, thingsSecret } from "../../../test/support/rest-things.ts";
import type { Principal } from "../context.ts";
import { createIdentity } from "../host/identity.ts";

let things: Things;
let base = "";
beforeAll(async () => {
  things = await startThings();
  base = things.base;
});
afterAll(() => things.stop());

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
    expect(things.lines.join("")).toContain("A streamed answer broke off");
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
    const other = createIdentity("gateway", thingsSecret);
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
    expect(things.lines.join("")).toContain("secret internals");
  });
  it("does not let a response out that breaks the contract, and logs where", async () => {
    expect(await problem(post('{"name":"wrong"}'))).toMatchObject({ status: 500 });
    expect(things.lines.join("")).toContain(
      "`createThing` differs from its contract at `/data/name`",
    );
  });
  it("keeps details of an error", async () => {
    expect(await problem(post('{"name":"taken"}'))).toMatchObject({
      detail: "`taken` is taken.",
      owner: "me",
    });
  });
});
