import { create, createFileRegistry } from "@bufbuild/protobuf";
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { createClient } from "@connectrpc/connect";
import { createConnectTransport, createGrpcTransport } from "@connectrpc/connect-node";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../context.ts";
import { currentCorrelation, runWithCorrelation } from "../correlation.ts";
import type { RpcDefinition, ServiceDefinition } from "../definitions.ts";
import { BerrysError } from "../errors.ts";
import { type HttpServer, listen } from "../host/http-server.ts";
import { createIdentity } from "../host/identity.ts";
import type { AnyContext } from "../host/service.ts";
import { createRpcPeer } from "./client.ts";
import { isUnreachable } from "./errors.ts";
import { createCallPolicy } from "./policy.ts";
import { createRpcServer } from "./server.ts";

const field = (name: string, number: number, type = FieldDescriptorProto_Type.STRING) => ({
  name,
  number,
  type,
  label: FieldDescriptorProto_Label.OPTIONAL,
  jsonName: name,
});
const method = (name: string, serverStreaming = false) => ({
  name,
  inputType: ".test.v1.Ask",
  outputType: ".test.v1.Answer",
  serverStreaming,
});
const registry = createFileRegistry(
  create(FileDescriptorSetSchema, {
    file: [
      create(FileDescriptorProtoSchema, {
        name: "test/v1/echo.proto",
        package: "test.v1",
        syntax: "proto3",
        messageType: [
          { name: "Ask", field: [field("text", 1)] },
          {
            name: "Answer",
            field: [
              field("text", 1),
              field("correlation", 2),
              field("principal", 3),
              field("remaining", 4, FieldDescriptorProto_Type.INT32),
            ],
          },
        ],
        service: [
          {
            name: "EchoService",
            method: [method("Echo"), method("Guarded"), method("Watch", true)],
          },
        ],
      }),
    ],
  }),
);
const desc = registry.getService("test.v1.EchoService");
if (desc === undefined) throw new Error("no descriptor");
const settings = { roles: [], timeoutMs: null, idempotent: false };
const rpc: RpcDefinition & { desc: typeof desc } = {
  service: "echo",
  desc,
  methods: {
    echo: settings,
    guarded: { roles: ["admin"], timeoutMs: 300, idempotent: true },
    watch: settings,
  },
};
const definition: ServiceDefinition = {
  id: "echo",
  title: "Echo",
  portOffset: 0,
  publishes: {},
  sends: {},
  follows: [],
  rest: { basePath: "", version: "1", operations: [] },
  serves: { echoService: rpc },
  calls: {},
};

interface Ask {
  readonly text: string;
}
interface Answer {
  readonly text: string;
  readonly correlation: string;
  readonly principal: string;
  readonly remaining: number;
}
interface EchoClient {
  echo(ask: Partial<Ask>, options?: { timeoutMs?: number; signal?: AbortSignal }): Promise<Answer>;
  guarded(ask: Partial<Ask>): Promise<Answer>;
  watch(ask: Partial<Ask>): AsyncIterable<Answer>;
}
type Ctx = AnyContext & { readonly remainingMs: () => number | null };

const attempts: string[] = [];
const signals: AbortSignal[] = [];
const handlers = {
  echoService: {
    echo: async ({ text }: Ask, context: Ctx) => {
      attempts.push(text);
      signals.push(context.signal);
      if (text === "hang") await new Promise((resolve) => setTimeout(resolve, 60_000).unref());
      if (text === "bug") throw new Error("secret internals");
      if (text === "refuse")
        throw new BerrysError("failed_precondition", "Not now.", {
          details: { state: "paused", violations: [{ pointer: "/a", n: 1 }], skipped: undefined },
        });
      return {
        text,
        correlation: `${context.correlationId} ${currentCorrelation()?.correlationId}`,
        principal: JSON.stringify(context.principal),
        remaining: Math.round(context.remainingMs() ?? -1),
      };
    },
    guarded: async ({ text }: Ask) => {
      attempts.push(text);
      if (text.startsWith("flaky") && attempts.filter((one) => one === text).length < 3)
        throw new BerrysError("unavailable", "A moment.");
      return { text };
    },
    watch: async function* ({ text }: Ask, context: Ctx) {
      signals.push(context.signal);
      yield { text: "1", correlation: currentCorrelation()?.correlationId ?? "" };
      if (text === "break")
        throw new BerrysError("not_found", "Gone.", { details: { what: "it" } });
      yield { text: "2", correlation: currentCorrelation()?.correlationId ?? "" };
      if (text === "forever")
        await new Promise((resolve) => context.signal.addEventListener("abort", resolve));
    },
  },
};

const secret = "s".repeat(32);
const caller = createIdentity("caller", secret);
const admin: Principal = { id: "ann", kind: "user", roles: ["admin"] };
const lines: string[] = [];
let server: HttpServer;
let base = "";
const peers: { close(): void }[] = [];

async function start(port = 0): Promise<HttpServer> {
  const identity = createIdentity("echo", secret);
  const rpcServer = createRpcServer({
    definition,
    handlers,
    maxMessageBytes: 100_000,
    host: {
      log: pino({}, { write: (line: string) => lines.push(line) }),
      identity,
      peers: { url: () => "", token: identity.token },
      ended: new AbortController().signal,
      streamsEnded: new AbortController().signal,
      contextOf: (facts) => facts as unknown as AnyContext,
    },
  });
  return listen({ host: "127.0.0.1", port, listener: rpcServer.listener });
}
beforeAll(async () => {
  server = await start();
  base = `http://127.0.0.1:${server.port}`;
});
afterAll(async () => {
  for (const peer of peers) peer.close();
  await server.stop(0);
});

function peerOf(baseUrl = base) {
  const peer = createRpcPeer(rpc, baseUrl);
  peers.push(peer);
  return peer;
}
function clientOf(
  principal: Principal | null = null,
  more: object = {},
  baseUrl = base,
): EchoClient {
  const token = () => caller.token("echo", principal);
  return peerOf(baseUrl).client({ token, ...more }) as unknown as EchoClient;
}

describe("calls", () => {
  it("carry correlation and the end user", async () => {
    const answer = await clientOf(admin, { correlationId: "c-1" }).echo({ text: "hi" });
    expect(answer).toMatchObject({
      text: "hi",
      correlation: "c-1 c-1",
      principal: JSON.stringify(admin),
    });
    const alone = await runWithCorrelation(
      { correlationId: "c-2", causationId: null, principal: null },
      () => clientOf().echo({ text: "hi" }),
    );
    expect(alone.correlation).toBe("c-2 c-2");
    expect(JSON.parse(alone.principal)).toEqual({
      id: "caller",
      kind: "service",
      roles: ["service"],
    });
  });
  it("bring errors over with code, message and details, whatever the details hold", async () => {
    await expect(clientOf().echo({ text: "refuse" })).rejects.toMatchObject({
      name: "BerrysError",
      code: "failed_precondition",
      message: "Not now.",
      details: { state: "paused", violations: [{ pointer: "/a", n: 1 }] },
    });
  });
  it("keep an unexpected failure to the log", async () => {
    const failure = clientOf().echo({ text: "bug" });
    await expect(failure).rejects.toMatchObject({
      code: "internal",
      message: "The server failed to answer.",
    });
    expect(lines.join("")).toContain("secret internals");
  });
  it("are refused without a token, with one for another service, and without the role", async () => {
    const refused = (token: () => Promise<string>) =>
      (peerOf().client({ token }) as unknown as EchoClient).echo({ text: "x" });
    await expect(refused(async () => "")).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(refused(() => caller.token("other", null))).rejects.toMatchObject({
      code: "unauthenticated",
    });
    await expect(clientOf().guarded({})).rejects.toMatchObject({ code: "permission_denied" });
    expect(await clientOf(admin).guarded({ text: "in" })).toMatchObject({ text: "in" });
  });
  it("end at the shortest deadline and abort the handler", async () => {
    const { remaining } = await clientOf(null, { remainingMs: () => 5_000 }).echo({ text: "a" });
    expect(remaining).toBeGreaterThan(4_000);
    expect(remaining).toBeLessThanOrEqual(5_000);
    const late = clientOf().echo({ text: "hang" }, { timeoutMs: 50 });
    await expect(late).rejects.toMatchObject({ code: "deadline_exceeded" });
    await expect.poll(() => signals.at(-1)?.aborted).toBe(true);
  });
  it("are canceled all the way down", async () => {
    const controller = new AbortController();
    const before = signals.length;
    const call = clientOf(null, { signal: controller.signal }).echo({ text: "hang" });
    await expect.poll(() => signals.length).toBe(before + 1);
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: "canceled" });
    await expect.poll(() => signals.at(-1)?.aborted).toBe(true);
  });
  it("refuse a message that is too large", async () => {
    await expect(clientOf().echo({ text: "x".repeat(200_000) })).rejects.toMatchObject({
      code: "resource_exhausted",
    });
  });
});

describe("streams", () => {
  async function collect(items: AsyncIterable<Answer>): Promise<readonly string[]> {
    const collected: string[] = [];
    for await (const item of items) collected.push(`${item.text} ${item.correlation}`);
    return collected;
  }
  it("deliver in order, inside the correlation", async () => {
    const client = clientOf(null, { correlationId: "c-3" });
    expect(await collect(client.watch({}))).toEqual(["1 c-3", "2 c-3"]);
  });
  it("end with the error of the handler", async () => {
    await expect(collect(clientOf().watch({ text: "break" }))).rejects.toMatchObject({
      code: "not_found",
      details: { what: "it" },
    });
  });
  it("abort the handler when the reader leaves", async () => {
    for await (const item of clientOf().watch({ text: "forever" })) if (item.text === "2") break;
    await expect.poll(() => signals.at(-1)?.aborted).toBe(true);
  });
});

describe("a stream that its reader leaves at the last item", () => {
  it("does not keep the server from stopping", async () => {
    const server = await start();
    const client = clientOf(null, {}, `http://127.0.0.1:${server.port}`);
    for await (const item of client.watch({})) {
      // The server has ended the stream by then; what is left of it must still be read.
      await new Promise((resolve) => setTimeout(resolve, 200));
      if (item.text === "1") break;
    }
    const graceMs = 5_000;
    const started = Date.now();
    await server.stop(graceMs);
    expect(Date.now() - started).toBeLessThan(graceMs / 2);
  });
});

describe("retries", () => {
  it("repeat an idempotent method while the callee is unavailable", async () => {
    expect(await clientOf(admin).guarded({ text: "flaky-1" })).toMatchObject({ text: "flaky-1" });
    expect(attempts.filter((one) => one === "flaky-1")).toHaveLength(3);
  });
  it("repeat any method that never arrived, until the callee is there", async () => {
    const spare = await start();
    const { port } = spare;
    await spare.stop(0);
    let attempt = 0;
    let late: HttpServer | undefined;
    // Asked for before each attempt: the callee comes up after the first has failed.
    const token = async () => {
      if (++attempt === 2) late = await start(port);
      return caller.token("echo", null);
    };
    const call = clientOf(null, { token }, `http://127.0.0.1:${port}`).echo({ text: "patient" });
    expect(await call).toMatchObject({ text: "patient" });
    expect(attempt).toBe(2);
    await late?.stop(0);
    const error: unknown = await clientOf(null, {}, `http://127.0.0.1:${port}`)
      .echo({ text: "never" })
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "unavailable" });
    expect(isUnreachable(error)).toBe(true);
  });
  it("survive a callee that restarts gracefully", async () => {
    const first = await start();
    const client = clientOf(null, {}, `http://127.0.0.1:${first.port}`);
    await client.echo({ text: "before" });
    await first.stop(1_000);
    const second = await start(first.port);
    expect(await client.echo({ text: "after" })).toMatchObject({ text: "after" });
    await second.stop(0);
  });
});

describe("circuit", () => {
  it("opens after too many failures, lets few probes through, and closes when they succeed", async () => {
    const policy = createCallPolicy({ name: "Echo.Echo", idempotent: false });
    const { signal } = new AbortController();
    const fail = () => Promise.reject(new BerrysError("internal", "sick"));
    for (let i = 0; i < 10; i++) await policy.run(fail, signal).catch(() => undefined);
    expect(policy.state()).toBe("open");
    let calls = 0;
    const probe = async () => {
      calls++;
      await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await expect(policy.run(probe, signal)).rejects.toMatchObject({
      code: "unavailable",
      details: { circuit: "open" },
    });
    expect(calls).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 2_050));
    expect(policy.state()).toBe("open");
    const many = Promise.all(Array.from({ length: 50 }, () => policy.run(probe, signal)));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(calls).toBe(3);
    expect(policy.state()).toBe("half-open");
    await many;
    expect(policy.state()).toBe("closed");
  });
  it("tells a call that was not made from one that failed", async () => {
    const policy = createCallPolicy({ name: "Echo.Echo", idempotent: false });
    const fail = () => Promise.reject(new BerrysError("unavailable", "sick"));
    const call = () =>
      policy.run(fail, new AbortController().signal).catch((reason: unknown) => reason);
    for (let i = 0; i < 10; i++) expect(isUnreachable(await call())).toBe(false);
    expect(isUnreachable(await call())).toBe(true);
  });
  it("stays closed while a callee only refuses", async () => {
    const policy = createCallPolicy({ name: "Echo.Echo", idempotent: true });
    const refuse = () => Promise.reject(new BerrysError("not_found", "no"));
    for (let i = 0; i < 50; i++)
      await policy.run(refuse, new AbortController().signal).catch(() => undefined);
    expect(policy.state()).toBe("closed");
  });
});

describe("other clients", () => {
  it.each([
    ["gRPC over HTTP/2", () => createGrpcTransport({ baseUrl: base })],
    [
      "Connect JSON over HTTP/1.1",
      () => createConnectTransport({ baseUrl: base, httpVersion: "1.1", useBinaryFormat: false }),
    ],
  ])("speak %s", async (_name, transport) => {
    const client = createClient(desc, transport()) as unknown as Record<
      string,
      (input: object, options: object) => Promise<Answer>
    >;
    let echoed: string | null = null;
    const answer = await client.echo?.(
      { text: "x" },
      {
        headers: {
          authorization: `Bearer ${await caller.token("echo", null)}`,
          "x-correlation-id": "c-4",
        },
        onHeader: (headers: Headers) => {
          echoed = headers.get("x-correlation-id");
        },
      },
    );
    expect(answer?.text).toBe("x");
    expect(echoed).toBe("c-4");
  });
});
