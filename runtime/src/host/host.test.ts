import { create, createFileRegistry } from "@bufbuild/protobuf";
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { sql as drizzleSql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPostgres, startPostgres, type TestPostgres } from "../../../test/support/postgres.ts";
import { readConfig } from "../config.ts";
import type { Request as CommandRequest, Principal, Publish } from "../context.ts";
import { type DatabaseConnection, openDatabase } from "../database/open.ts";
import type {
  MessageDefinition,
  RestOperationDefinition,
  RpcDefinition,
  ServiceDefinition,
} from "../definitions.ts";
import { BerrysError } from "../errors.ts";
import { createMemoryTransport } from "../transports/memory.ts";
import type { Check } from "../violation.ts";
import { serviceSecretOf } from "./identity.ts";
import { createRestProxy } from "./proxy.ts";
import { type AnyContext, defineService, type Service } from "./service.ts";
import { type Running, startServices } from "./start-services.ts";

const anything: Check = () => undefined;
const message = (facts: Partial<MessageDefinition> & { type: string }): MessageDefinition => ({
  kind: "event",
  channel: facts.type.split(".")[0] ?? "",
  partitions: 2,
  version: 1,
  key: "/id",
  retry: { attempts: 3, backoffMs: 10, maxBackoffMs: 20 },
  deadLetter: "continue",
  sensitive: [],
  check: anything,
  checkReply: null,
  ...facts,
});
const orderCreated = message({ type: "order.created" });
const stockReserve = message({ kind: "command", type: "stock.reserve", checkReply: anything });
const started = message({ type: "system.service_started", key: null, partitions: 1 });
const stopped = message({ type: "system.service_stopped", key: null, partitions: 1 });

const text = (name: string, number: number) => ({
  name,
  number,
  type: FieldDescriptorProto_Type.STRING,
  label: FieldDescriptorProto_Label.OPTIONAL,
  jsonName: name,
});
const desc = createFileRegistry(
  create(FileDescriptorSetSchema, {
    file: [
      create(FileDescriptorProtoSchema, {
        name: "shop.proto",
        package: "shop.v1",
        syntax: "proto3",
        messageType: [{ name: "Note", field: [text("id", 1), text("by", 2)] }],
        service: [
          {
            name: "OrderService",
            method: [{ name: "Note", inputType: ".shop.v1.Note", outputType: ".shop.v1.Note" }],
          },
        ],
      }),
    ],
  }),
).getService("shop.v1.OrderService");
if (desc === undefined) throw new Error("no descriptor");
const orderService: RpcDefinition = {
  service: "orders",
  desc,
  methods: { note: { roles: ["service"], timeoutMs: 2_000, idempotent: true } },
};

const operation = (
  facts: Partial<RestOperationDefinition> &
    Pick<RestOperationDefinition, "operationId" | "method" | "path">,
): RestOperationDefinition => ({
  service: "orders",
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
const operations = [
  operation({
    operationId: "createOrder",
    method: "POST",
    path: "/orders",
    body: { required: true, content: { "application/json": anything } },
    success: [{ status: 201, shape: "envelope", mediaType: "application/json", check: null }],
    roles: ["buyer"],
    location: "/orders/{id}",
  }),
  operation({ operationId: "failOrder", method: "POST", path: "/orders/fail" }),
  operation({ operationId: "reserveNow", method: "POST", path: "/orders/reserve" }),
  operation({ operationId: "slowOrder", method: "GET", path: "/orders/slow" }),
  operation({
    operationId: "watchOrders",
    method: "GET",
    path: "/orders/watch",
    success: [{ status: 200, shape: "stream", mediaType: "text/event-stream", check: null }],
  }),
];
const define = (facts: Partial<ServiceDefinition> & { id: string }): ServiceDefinition => ({
  title: facts.id,
  portOffset: 0,
  publishes: { systemServiceStarted: started, systemServiceStopped: stopped },
  sends: {},
  follows: [],
  rest: { basePath: "/api/v1", version: "1", operations: [] },
  serves: {},
  calls: {},
  ...facts,
});

interface Publishers {
  readonly orderCreated: Publish<{ id: string }>;
}
interface Senders {
  readonly stockReserve: Publish<{ id: string }>;
}
interface Store {
  insert(id: string): Promise<void>;
}
type Ctx = Omit<AnyContext, "store" | "request" | "clients" | "transaction"> & {
  readonly store: Store;
  readonly request: { readonly stockReserve: CommandRequest<{ id: string }, { left: number }> };
  readonly clients: {
    readonly orderService: { note(note: { id: string }): Promise<{ by: string }> };
  };
  transaction<T>(
    work: (tx: { store: Store; publish: Publishers; send: Senders }) => Promise<T>,
    options?: { final?: boolean },
  ): Promise<T>;
};

/** Three services around one order, and what they saw. */
function shop() {
  const seen: string[] = [];
  const correlations = new Set<string>();
  let failures = 1;
  let watchAborted = false;
  const orders = defineService(
    define({
      id: "orders",
      publishes: { orderCreated, systemServiceStarted: started, systemServiceStopped: stopped },
      sends: { stockReserve },
      serves: { orderService },
      rest: { basePath: "/api/v1", version: "1", operations },
    }),
    {
      store: (database): Store => ({
        insert: async (id) => {
          await database.execute(drizzleSql`insert into orders.list values (${id})`);
        },
      }),
      start: async ({ transaction }: Ctx) => {
        seen.push("orders started");
        await transaction(async () => undefined);
      },
      handlers: {
        rest: {
          createOrder: async ({ body }: { body: { id: string } }, context: Ctx) => {
            correlations.add(context.correlationId);
            await context.transaction(async (tx) => {
              await tx.store.insert(body.id);
              await tx.publish.orderCreated(body);
            });
            return { id: body.id, by: context.principal?.id };
          },
          failOrder: async (_input: unknown, context: Ctx) => {
            await context.transaction(async (tx) => {
              await tx.store.insert("failed");
              await tx.publish.orderCreated({ id: "failed" });
              throw new BerrysError("aborted", "Changed my mind.");
            });
          },
          reserveNow: async (_input: unknown, context: Ctx) =>
            context.request.stockReserve({ id: "direct" }, { timeoutMs: 5_000 }),
          slowOrder: async () => {
            await new Promise((resolve) => setTimeout(resolve, 300));
            return "done";
          },
          watchOrders: async function* (_input: unknown, { signal }: Ctx) {
            yield { n: 1 };
            await new Promise((resolve) => signal.addEventListener("abort", resolve));
            watchAborted = true;
          },
        },
        rpc: {
          orderService: {
            note: async ({ id }: { id: string }, context: Ctx) => {
              correlations.add(context.correlationId);
              seen.push(`noted ${id}`);
              return { id, by: context.principal?.id ?? "" };
            },
          },
        },
        events: {},
        commands: {},
      },
    },
  );
  const stock = defineService(
    define({
      id: "stock",
      calls: { orderService },
      follows: [
        {
          kind: "event",
          channel: "order",
          partitions: 2,
          handler: null,
          messages: [{ handler: "orderCreated", message: orderCreated }],
        },
        {
          kind: "command",
          channel: "stock",
          partitions: 2,
          handler: null,
          messages: [{ handler: "stockReserve", message: stockReserve }],
        },
      ],
    }),
    {
      store: (database): Store => ({
        insert: async (id) => {
          await database.execute(drizzleSql`insert into orders.reserved values (${id})`);
        },
      }),
      handlers: {
        rest: {},
        rpc: {},
        events: {
          orderCreated: async ({ data }: { data: { id: string } }, context: Ctx) => {
            correlations.add(context.correlationId);
            const { by } = await context.clients.orderService.note({ id: data.id });
            await context.transaction(async () => undefined, { final: false });
            await context.transaction(async (tx) => tx.store.insert(`${data.id} by ${by}`));
            // The effects are committed; what comes now is a redelivery.
            if (failures-- > 0) throw new Error("crashed after the commit");
            seen.push(`reserved ${data.id}`);
          },
        },
        commands: {
          stockReserve: async ({ data }: { data: { id: string } }, context: Ctx) => {
            await context.transaction(async (tx) => tx.store.insert(data.id));
            return { left: 7 };
          },
        },
      },
    },
  );
  const gateway = defineService(define({ id: "gateway", title: "Gateway" }), {
    store: () => null,
    handlers: { rest: {}, rpc: {}, events: {}, commands: {} },
    rest: {
      authenticate: async (request: Request): Promise<Principal | null> => {
        const key = request.headers.get("x-api-key");
        return key === null ? null : { id: key, kind: "api-key", roles: ["buyer"] };
      },
      fallback: createRestProxy({ api: { basePath: "/api/v1", version: "1" }, operations }),
    },
  });
  const services: readonly Service[] = [orders, stock, gateway];
  return { services, seen, correlations, watchAborted: () => watchAborted };
}

const config = readConfig({ BERRYS_ENV: "test", PORT_BASE: "0", LOG_LEVEL: "debug" });

async function prepareTables(database: DatabaseConnection): Promise<void> {
  for (const statement of [
    "drop schema if exists orders cascade",
    "create schema orders",
    "create table orders.list (id text)",
    "create table orders.reserved (id text)",
  ])
    await database.sql.query(statement);
}

function behavesLikeAPlatform(open: () => Promise<DatabaseConnection>): void {
  let app: Running;
  let database: DatabaseConnection;
  const lines: string[] = [];
  const { services, seen, correlations, watchAborted } = shop();
  const logged = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  beforeAll(async () => {
    database = await open();
    await prepareTables(database);
    app = await startServices(services, {
      config,
      database,
      transport: createMemoryTransport(),
      mode: "one-process",
      logDestination: { write: (line) => lines.push(line) },
    });
  }, 60_000);
  afterAll(() => app.stop());
  const rows = async (table: string) =>
    (await database.sql.query<{ id: string }>(`select id from orders.${table} order by id`)).map(
      ({ id }) => id,
    );
  const viaGateway = (path: string, init: RequestInit = {}) =>
    fetch(`${app.urls.gateway}/api/v1${path}`, init);

  it("is live and ready, service by service", async () => {
    for (const url of Object.values(app.urls)) {
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
      const ready = await fetch(`${url}/health/ready`);
      expect(await ready.json()).toMatchObject({
        status: "healthy",
        checks: { accepting: true, database: true, messages: true },
      });
    }
    expect(seen).toContain("orders started");
  });

  it("carries one order through gateway, REST, outbox, event, RPC and inbox under one correlation id", async () => {
    const created = await viaGateway("/orders", {
      method: "POST",
      body: '{"id":"o1"}',
      headers: {
        "content-type": "application/json",
        "x-api-key": "ann",
        "x-correlation-id": "flow-1",
      },
    });
    expect(created.status).toBe(201);
    expect(created.headers.get("location")).toBe("/api/v1/orders/o1");
    expect(created.headers.get("x-correlation-id")).toBe("flow-1");
    expect(await created.json()).toMatchObject({ data: { id: "o1", by: "ann" } });
    await expect
      .poll(() => seen.filter((one) => one === "noted o1").length, { timeout: 1_500 })
      .toBe(2);
    await expect
      .poll(() =>
        logged().some((line) => line.attempt === 2 && line.msg === "`order.created` handled"),
      )
      .toBe(true);
    expect(await rows("reserved")).toEqual(["o1 by stock"]);
    expect([...correlations]).toEqual(["flow-1"]);
    const flow = logged().filter((line) => line.type === "order.created");
    expect(new Set(flow.map((line) => `${line.service} ${line.correlation_id}`))).toEqual(
      new Set(["orders flow-1", "stock flow-1"]),
    );
  });

  it("neither stores nor publishes anything of a transaction that fails", async () => {
    const failed = await viaGateway("/orders/fail", { method: "POST" });
    expect(failed.status).toBe(409);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await rows("list")).toEqual(["o1"]);
    expect(seen).not.toContain("noted failed");
  });

  it("answers a request over commands", async () => {
    const answer = await viaGateway("/orders/reserve", { method: "POST" });
    expect(await answer.json()).toMatchObject({ data: { left: 7 } });
  });

  it("keeps nobodies and wrong routes out at the gateway", async () => {
    const refused = await viaGateway("/orders", { method: "POST", body: "{}" });
    expect(refused.status).toBe(401);
    expect((await viaGateway("/nothing")).status).toBe(404);
    const wrong = await viaGateway("/orders", { method: "PUT" });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST"]);
  });

  it("streams through the gateway without waiting for the end, and stops with the reader", async () => {
    const controller = new AbortController();
    const answer = await viaGateway("/orders/watch", { signal: controller.signal });
    const first = await answer.body?.getReader().read();
    expect(new TextDecoder().decode(first?.value)).toBe('data: {"n":1}\n\n');
    controller.abort();
    await expect.poll(watchAborted).toBe(true);
  });

  it("finishes what runs when it stops, sends the outbox and says goodbye", async () => {
    const slow = viaGateway("/orders/slow");
    const watching = await viaGateway("/orders/watch");
    await new Promise((resolve) => setTimeout(resolve, 100));
    const began = Date.now();
    await app.stop("enough");
    expect(Date.now() - began).toBeLessThan(5_000);
    const events = await watching.text();
    expect(events).toMatch(/^data: \{"n":1\}\n\nevent: error\ndata: .*The service is stopping/);
    const answer = await slow;
    expect(await answer.json()).toMatchObject({ data: "done" });
    await expect(fetch(`${app.urls.orders}/health/live`)).rejects.toThrow();
    expect(logged().filter((line) => String(line.msg).endsWith("has stopped"))).toHaveLength(3);
    expect(logged().filter((line) => Number(line.level) >= 50)).toEqual([]);
  });
}

describe("one process on PGlite", () => {
  behavesLikeAPlatform(() => openDatabase({ kind: "pglite", directory: null }));
});

describe.skipIf(findPostgres() === null)("one process on PostgreSQL", () => {
  let server: TestPostgres;
  beforeAll(async () => {
    server = await startPostgres();
  }, 60_000);
  afterAll(() => server.stop());
  describe("started", () => {
    behavesLikeAPlatform(() => openDatabase({ kind: "postgres", url: server.url }));
  });
});

describe("starting", () => {
  it("needs a secret where several processes run in production", () => {
    const production = readConfig({ BERRYS_ENV: "production" });
    expect(() => serviceSecretOf(production, "several-processes")).toThrow(
      /BERRYS_SERVICE_SECRET is not set/,
    );
    expect(serviceSecretOf(production, "one-process")).toHaveLength(64);
    expect(serviceSecretOf(readConfig({}), "several-processes")).toContain("everybody-knows");
    const own = "x".repeat(32);
    const configured = readConfig({ BERRYS_ENV: "production", BERRYS_SERVICE_SECRET: own });
    expect(serviceSecretOf(configured, "several-processes")).toBe(own);
  });

  it("stops what it started when a later step fails", async () => {
    const nothing = { rest: {}, rpc: {}, events: {}, commands: {} };
    const healthy = defineService(define({ id: "healthy" }), {
      store: () => null,
      handlers: nothing,
    });
    const broken = defineService(define({ id: "broken" }), {
      store: () => null,
      start: () => {
        throw new BerrysError("failed_precondition", "No seeds.");
      },
      handlers: nothing,
    });
    const database = await openDatabase({ kind: "pglite", directory: null });
    const starting = startServices([healthy, broken], {
      config: readConfig({ PORT_BASE: "0", LOG_LEVEL: "silent" }),
      database,
      transport: createMemoryTransport(),
      mode: "one-process",
    });
    await expect(starting).rejects.toThrow("No seeds.");
    await expect(database.ping()).rejects.toThrow();
  });

  it("names every variable that is wrong, and shows no password", () => {
    const read = () =>
      readConfig({
        PORT_BASE: "http",
        REDIS_URL: "localhost",
        LOG_LEVEL: "loud",
        BERRYS_SERVICE_SECRET: "short",
        DATABASE_URL: "mysql://me:password@x",
      });
    for (const name of [
      "PORT_BASE",
      "REDIS_URL",
      "LOG_LEVEL",
      "BERRYS_SERVICE_SECRET",
      "DATABASE_URL",
    ])
      expect(read).toThrow(name);
    expect(read).not.toThrow(/password/);
    expect(readConfig({ BERRYS_URL_PLANNING_SYSTEM: "http://p:1/" }).serviceUrls).toEqual({
      "planning-system": "http://p:1",
    });
  });
});
