import { Hono } from "hono";
import { describe, expect, test } from "vitest";
import type { DatabaseConnection } from "../database/open.ts";
import { type HealthState, mountHealth } from "./health.ts";

const database = { ping: async () => {} } as unknown as DatabaseConnection;
const instance = { id: "orders-1", version: "1", startedAt: new Date() };

function following(channel: string, idle: () => number, stallMs: number) {
  const subscription = { stop: async () => {}, idleMs: idle, stallMs };
  return { kind: "event", channel, subscription } as const;
}

async function ask(path: "live" | "ready", more: Partial<HealthState>) {
  const app = new Hono();
  const state = { subscriptions: [], database, instance, stallMs: null, ...more };
  mountHealth(app, "orders", () => state);
  const response = await app.request(`/health/${path}`);
  const body = (await response.json()) as { checks?: object; stalled: unknown };
  return { status: response.status, checks: body.checks, stalled: body.stalled };
}

describe("a subscription whose reads stand still", () => {
  const good = following("task", () => 9_999, 10_000);
  const bad = following("project", () => 10_000.6, 10_000);
  const told = [{ kind: "event", channel: "project", idle_ms: 10_001, allowed_ms: 10_000 }];

  test("makes its service unready and is named", async () => {
    const answer = await ask("ready", { subscriptions: [good, bad] });
    expect(answer.status).toBe(503);
    expect(answer.checks).toMatchObject({ accepting: true, database: true, messages: false });
    expect(answer.stalled).toEqual(told);
  });

  test("is named while the process lives on", async () => {
    const answer = await ask("live", { subscriptions: [good, bad] });
    expect(answer).toMatchObject({ status: 200, stalled: told });
  });

  test("is ready again once it reads", async () => {
    let idleMs = 20_000;
    const subscriptions = [following("task", () => idleMs, 10_000)];
    expect((await ask("ready", { subscriptions })).status).toBe(503);
    idleMs = 3;
    expect(await ask("ready", { subscriptions })).toMatchObject({ status: 200, stalled: [] });
  });

  test("is measured by the setting where there is one", async () => {
    const subscriptions = [good];
    expect((await ask("ready", { subscriptions, stallMs: 500 })).status).toBe(503);
    expect((await ask("ready", { subscriptions: [bad], stallMs: 60_000 })).status).toBe(200);
  });

  test("is none where the transport never stalls", async () => {
    const subscriptions = [following("task", () => 0, Number.POSITIVE_INFINITY)];
    expect((await ask("ready", { subscriptions, stallMs: 100 })).status).toBe(200);
  });
});
