import { createHmac } from "node:crypto";
import { openDatabase } from "@berrys/runtime/database/open";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { findPostgres, startPostgres, type TestPostgres } from "../../../test/support/postgres.ts";
import { startTestPlatform, type TestPlatform } from "../testing/platform.ts";
import { publishCompleted, publishFailed } from "../testing/project-events.ts";
import { type Received, type Receiver, startReceiver } from "../testing/receiver.ts";

/** Patient with a busy machine. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 10_000 });

afterEach(() => {
  delete process.env.WEBHOOK_ALLOWED_HOSTS;
});

async function receiver(answer?: (nth: number) => number | null): Promise<Receiver> {
  const started = await startReceiver(answer);
  process.env.WEBHOOK_ALLOWED_HOSTS = `hooks.example:1, ${started.host}`;
  return started;
}

/** Standard Webhooks' own words, written anew: `v1,` base64(HMAC-SHA256(key, id.timestamp.body)). */
function isSigned({ headers, body }: Received, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const content = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const expected = createHmac("sha256", key).update(content).digest("base64");
  return headers["webhook-signature"] === `v1,${expected}`;
}

describe("one instance", () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startTestPlatform();
  });
  afterAll(() => platform.stop());

  async function subscribe(url: string, ...event_types: readonly string[]) {
    const rest = await platform.rest();
    const { data } = await rest.createWebhook({ body: { url, event_types } });
    const params = { webhook_id: data.webhook_id };
    const deliveries = async () => (await rest.listWebhookDeliveries({ params })).data;
    return { rest, params, secret: data.secret, webhook: data, deliveries };
  }
  const arrived = (hook: Receiver, count: number) =>
    eventually(() => hook.received.length).toBe(count);

  test("posts events that match, signed, and shows the secret once", async () => {
    await using hook = await receiver();
    const { rest, params, secret, webhook, deliveries } = await subscribe(
      hook.url,
      "project.completed",
    );
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(webhook).toMatchObject({ active: true, description: "", created_by: "ada" });
    const { data: read } = await rest.getWebhook({ params });
    expect(read).toEqual({ ...read, url: hook.url, event_types: ["project.completed"] });
    expect(JSON.stringify(read)).not.toContain("secret");
    expect(JSON.stringify((await rest.listWebhooks()).data)).not.toContain("whsec_");

    const projectId = uuidv7();
    await publishFailed(platform.coordinator, projectId);
    const event = await publishCompleted(platform.coordinator, projectId);
    await arrived(hook, 1);
    const [posted] = hook.received;
    if (posted === undefined) throw new Error("nothing arrived");
    expect(JSON.parse(posted.body)).toEqual(event);
    expect(isSigned(posted, secret)).toBe(true);
    expect(isSigned({ ...posted, body: `${posted.body} ` }, secret)).toBe(false);
    const age = Date.now() / 1000 - Number(posted.headers["webhook-timestamp"]);
    expect(Math.abs(age)).toBeLessThan(30);
    await eventually(deliveries).toMatchObject([
      {
        delivery_id: posted.headers["webhook-id"],
        event_id: event.id,
        event_type: "project.completed",
        status: "succeeded",
        attempts: 1,
        response_status: 204,
        error: null,
        next_attempt_at: null,
      },
    ]);
  });

  test("tries again after an error, with the same id and body, and delivers again on request", async () => {
    await using hook = await receiver((nth) => (nth === 1 ? 500 : 200));
    const { rest, params, secret, deliveries } = await subscribe(hook.url, "project.*");
    await publishCompleted(platform.coordinator, uuidv7());
    await arrived(hook, 2);
    const [first, second] = hook.received;
    expect(second?.body).toBe(first?.body);
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    for (const one of hook.received) expect(isSigned(one, secret)).toBe(true);
    await eventually(deliveries).toMatchObject([{ status: "succeeded", attempts: 2 }]);

    const delivery = { ...params, delivery_id: (await deliveries())[0]?.delivery_id ?? "" };
    const { data: again, headers } = await rest.redeliverWebhookDelivery({ params: delivery });
    expect(again).toMatchObject({ status: "pending", attempts: 2, completed_at: null });
    expect(headers.get("location")).toBe(
      `/api/v1/webhooks/${params.webhook_id}/deliveries/${delivery.delivery_id}`,
    );
    await arrived(hook, 3);
    expect(hook.received[2]?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    await eventually(
      async () => (await rest.getWebhookDelivery({ params: delivery })).data,
    ).toMatchObject({ status: "succeeded", attempts: 3 });
  });

  test("gives a redelivery one attempt, and follows no redirect", async () => {
    await using hook = await receiver((nth) => (nth === 1 ? 204 : 302));
    const { rest, params, deliveries } = await subscribe(hook.url, "webhook.ping");
    const { data: ping, headers } = await rest.pingWebhook({ params });
    expect(headers.get("location")).toContain(ping.delivery_id);
    await eventually(deliveries).toMatchObject([{ status: "succeeded" }]);
    expect(JSON.parse(hook.received[0]?.body ?? "")).toMatchObject({
      id: ping.event_id,
      type: "webhook.ping",
      source: "service-integration",
    });
    const delivery = { ...params, delivery_id: ping.delivery_id };
    await rest.redeliverWebhookDelivery({ params: delivery });
    await eventually(deliveries).toMatchObject([
      { status: "failed", attempts: 2, response_status: 302, error: "The webhook answered 302" },
    ]);
    expect(hook.received).toHaveLength(2);
  });

  test("deactivates a webhook that is gone, and drops what waits for it", async () => {
    let status: number | null = null;
    await using hook = await receiver(() => status);
    const { rest, params, deliveries } = await subscribe(hook.url, "project.completed");
    await publishCompleted(platform.coordinator, uuidv7());
    await arrived(hook, 1);
    const [waiting] = await deliveries();
    const delivery = { ...params, delivery_id: waiting?.delivery_id ?? "" };
    await expect(rest.redeliverWebhookDelivery({ params: delivery })).rejects.toMatchObject({
      code: "failed_precondition",
    });
    status = 410;
    await publishCompleted(platform.coordinator, uuidv7());
    await eventually(async () => (await rest.getWebhook({ params })).data.active).toBe(false);
    expect((await deliveries()).map((one) => one.status)).toEqual(["failed", "failed"]);
    await publishCompleted(platform.coordinator, uuidv7());
    await publishFailed(platform.coordinator, uuidv7());
    await expect(rest.redeliverWebhookDelivery({ params: delivery })).rejects.toThrow(/not active/);
    const { data: inactive } = await rest.listWebhooks({ query: { active: false } });
    expect(inactive.map(({ webhook_id }) => webhook_id)).toContain(params.webhook_id);
    expect(await deliveries()).toHaveLength(2);
  });

  test("changes and ends subscriptions", async () => {
    await using hook = await receiver();
    const { rest, params } = await subscribe(hook.url, "project.completed");
    const body = { event_types: ["project.failed"], description: "Failures" } as const;
    const { data: changed } = await rest.updateWebhook({ params, body });
    expect(changed).toMatchObject({ ...body, url: hook.url, active: true });
    await publishCompleted(platform.coordinator, uuidv7());
    await publishFailed(platform.coordinator, uuidv7());
    await arrived(hook, 1);
    expect(JSON.parse(hook.received[0]?.body ?? "").type).toBe("project.failed");
    await rest.deleteWebhook({ params });
    await expect(rest.getWebhook({ params })).rejects.toMatchObject({ code: "not_found" });
    await expect(rest.deleteWebhook({ params })).rejects.toMatchObject({ code: "not_found" });
    const rows = await platform.database.sql.query(
      `select 1 from service_integration.webhook_deliveries where webhook_id = '${params.webhook_id}'`,
    );
    expect(rows).toEqual([]);
  });

  test("takes over what a dead process had under way, and gives up what died at its last attempt", async () => {
    await using hook = await receiver();
    const { rest, params, deliveries } = await subscribe(hook.url, "webhook.ping");
    await rest.pingWebhook({ params });
    await eventually(deliveries).toMatchObject([{ status: "succeeded", attempts: 1 }]);
    const die = (attempts: number) =>
      platform.database.sql.query(
        `update service_integration.webhook_deliveries set status = 'pending', attempts = ${attempts},
           next_attempt_at = now() + interval '1 second' where webhook_id = '${params.webhook_id}'`,
      );
    await die(11);
    expect(hook.received).toHaveLength(1);
    await eventually(deliveries).toMatchObject([{ status: "succeeded", attempts: 12 }]);
    await die(12);
    await eventually(deliveries).toMatchObject([
      { status: "failed", error: expect.stringMatching(/stopped/) },
    ]);
    expect(hook.received).toHaveLength(2);
  });

  test("never reaches into its own network", async () => {
    await using hook = await receiver();
    const { params, rest } = await subscribe(hook.url, "project.completed");
    process.env.WEBHOOK_ALLOWED_HOSTS = "";
    await publishCompleted(platform.coordinator, uuidv7());
    const deliveries = async () => (await rest.listWebhookDeliveries({ params })).data;
    await eventually(deliveries).toMatchObject([
      { status: "failed", attempts: 1, response_status: null },
    ]);
    const named = await subscribe("https://localhost:1/", "project.failed");
    await publishFailed(platform.coordinator, uuidv7());
    await eventually(named.deliveries).toMatchObject([
      { status: "failed", error: expect.stringMatching(/localhost:1 leads to (127.0.0.1|::1)/) },
    ]);
    expect(hook.received).toHaveLength(0);
    const refused = rest.createWebhook({
      body: { url: "http://169.254.169.254/", event_types: ["project.*"] },
    });
    await expect(refused).rejects.toMatchObject({ code: "invalid_argument" });
  });
});

describe.skipIf(findPostgres() === null)("two instances on one PostgreSQL", () => {
  let server: TestPostgres;
  let platforms: readonly TestPlatform[];
  beforeAll(async () => {
    server = await startPostgres();
    const open = () => openDatabase({ kind: "postgres", url: server.url });
    platforms = [await startTestPlatform({}, open), await startTestPlatform({}, open)];
  }, 60_000);
  afterAll(async () => {
    await Promise.all(platforms.map((platform) => platform.stop()));
    await server.stop();
  });

  test("send every delivery once", async () => {
    await using hook = await receiver();
    const rest = await platforms[0]?.rest();
    if (rest === undefined) throw new Error("no platform");
    const body = { url: hook.url, event_types: ["webhook.ping"] };
    const params = { webhook_id: (await rest.createWebhook({ body })).data.webhook_id };
    const pings = await Promise.all(
      Array.from({ length: 60 }, async () => (await rest.pingWebhook({ params })).data.delivery_id),
    );
    const ids = () => hook.received.map(({ headers }) => headers["webhook-id"]);
    await eventually(() => new Set(ids()).size).toBe(60);
    const pending = async () =>
      (await rest.listWebhookDeliveries({ params, query: { status: "pending" } })).data;
    await eventually(pending).toEqual([]);
    expect(ids().sort()).toEqual([...pings].sort());
  });

  test("hand on what they have under way when they stop, and that attempt does not count", async () => {
    await using hook = await receiver((nth) => (nth === 1 ? null : 204));
    const rest = await platforms[0]?.rest();
    if (rest === undefined) throw new Error("no platform");
    const body = { url: hook.url, event_types: ["webhook.ping"] };
    const params = { webhook_id: (await rest.createWebhook({ body })).data.webhook_id };
    await rest.pingWebhook({ params });
    await eventually(() => hook.received.length).toBe(1);
    await Promise.all(platforms.map((platform) => platform.stop()));
    const open = () => openDatabase({ kind: "postgres", url: server.url });
    platforms = [await startTestPlatform({}, open)];
    await eventually(() => hook.received.length).toBe(2);
    const next = await platforms[0]?.rest();
    const deliveries = async () => (await next?.listWebhookDeliveries({ params }))?.data;
    await eventually(deliveries).toMatchObject([{ status: "succeeded", attempts: 1 }]);
  });
});
