import { describe, expect, test } from "vitest";
import { startReceiver } from "../../../services/service-integration/testing/receiver.ts";
import { until } from "../../support/until.ts";
import type { TestPlatform } from "./platform.ts";
import { unknownId } from "./request.ts";
import { createProject, expectRefused, projectBecomes } from "./steps.ts";

/** Webhooks, up to a real receiver. */
export function describeWebhooks(platform: () => TestPlatform): void {
  describe("webhooks", () => {
    test("a webhook hears what it asked for, until it is gone", async () => {
      const { client } = platform();
      await using receiver = await startReceiver();
      process.env.WEBHOOK_ALLOWED_HOSTS = receiver.host;
      const created = await client.createWebhook({
        body: { url: receiver.url, event_types: ["project.completed"] },
      });
      const { webhook_id, secret } = created.data;
      const params = { webhook_id };
      expect(created.headers.get("location")).toBe(`/api/v1/webhooks/${webhook_id}`);
      expect(secret).toMatch(/^whsec_/);
      expect((await client.getWebhook({ params })).data).not.toHaveProperty("secret");

      const ping = await client.pingWebhook({ params });
      expect(ping.status).toBe(202);
      await until(
        () => receiver.received.length,
        (count) => count === 1,
      );
      expect(receiver.received[0]?.headers).toHaveProperty("webhook-signature");
      const { project_id } = await createProject(platform(), "Heard", [{ title: "Heard: a" }]);
      await projectBecomes(platform(), project_id, "completed");
      await until(
        () => receiver.received.map(({ body }) => JSON.parse(body).type),
        (types) => types.includes("project.completed"),
      );
      const deliveries = await until(
        async () =>
          (await client.listWebhookDeliveries({ params, query: { status: "succeeded" } })).data,
        (found) => found.length === 2,
      );
      const delivery_id = deliveries[0]?.delivery_id ?? "";
      const one = { params: { webhook_id, delivery_id } };
      expect((await client.getWebhookDelivery(one)).data).toEqual(deliveries[0]);
      const again = await client.redeliverWebhookDelivery(one);
      expect(again).toMatchObject({ status: 202, data: { delivery_id, status: "pending" } });
      await until(
        () => receiver.received.length,
        (count) => count === 3,
      );

      const changes = { active: false, event_types: ["task.*"] };
      const changed = await client.updateWebhook({ params, body: changes });
      expect(changed.data).toMatchObject(changes);
      const { data: inactive } = await client.listWebhooks({ query: { active: false } });
      expect(inactive.map((webhook) => webhook.webhook_id)).toEqual([webhook_id]);
      expect((await client.deleteWebhook({ params })).status).toBe(204);
      for (const call of [
        () => client.getWebhook({ params }),
        () => client.deleteWebhook({ params }),
        () => client.pingWebhook({ params }),
        () => client.listWebhookDeliveries({ params }),
        () => client.getWebhookDelivery(one),
        () => client.redeliverWebhookDelivery(one),
      ]) {
        await expectRefused(call(), "not_found");
      }
    });

    test("targets inside our own network are refused", async () => {
      const { client } = platform();
      for (const url of [
        "http://hooks.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.0.0.1:8443/x",
        "https://user:word@hooks.example/",
        "https://",
      ]) {
        const body = { url, event_types: ["project.*"] };
        await expectRefused(client.createWebhook({ body }), "invalid_argument");
      }
      const body = { active: true };
      await expectRefused(
        client.updateWebhook({ params: { webhook_id: unknownId }, body }),
        "not_found",
      );
    });
  });
}
