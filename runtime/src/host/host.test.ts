import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findPostgres, startPostgres, type TestPostgres } from "../../../test/support/postgres.ts";
import { define, prepareTables, shop } from "../../../test/support/shop.ts";
import { readConfig } from "../config.ts";
import { type DatabaseConnection, openDatabase } from "../database/open.ts";
import { BerrysError } from "../errors.ts";
import { createMemoryTransport } from "../transports/memory.ts";
import { serviceSecretOf } from "./identity.ts";
import { defineService } from "./service.ts";
import { type Running, startServices } from "./start-services.ts";

const config = readConfig({ BERRYS_ENV: "test", PORT_BASE: "0", LOG_LEVEL: "debug" });

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
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
  });

  it("answers at the gateway what it says that a route takes", async () => {
    const allow = "GET, HEAD, OPTIONS";
    const wrong = await viaGateway("/orders/slow", { method: "PUT" });
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, allow]);
    const head = await viaGateway("/orders/slow", { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    const options = await viaGateway("/orders/slow", { method: "OPTIONS" });
    expect([options.status, options.headers.get("allow")]).toEqual([204, allow]);
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
