import type { RestOperationDefinition } from "@berrys/runtime/definitions";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Receiver,
  startReceiver,
} from "../../../services/service-integration/testing/receiver.ts";
import { operations, type TestPlatform } from "./platform.ts";
import { pathOf, send } from "./request.ts";
import { createProject, projectBecomes, taskBecomes } from "./steps.ts";

type Params = Readonly<Record<string, string>>;

interface Body {
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly meta: { readonly page: { readonly next_cursor: string | null } };
}

const lists = operations.filter(({ success }) => success[0]?.shape === "page");
const things = operations.filter(
  ({ parameters, success }) =>
    success[0]?.shape === "envelope" && parameters.some(({ name }) => name === "fields"),
);

/** Pages and `fields`, of every operation that has them. */
export function describePaging(platform: () => TestPlatform): void {
  /** Things that have lists of their own. */
  let params: Params = {};
  let receiver: Receiver;

  async function get(path: string): Promise<unknown> {
    const response = await send(platform(), "GET", path, { key: platform().keys.admin });
    const text = await response.text();
    expect(response.status, `${path}: ${text}`).toBe(200);
    return JSON.parse(text);
  }

  async function walk(operation: RestOperationDefinition, limit: number): Promise<unknown[]> {
    const items: unknown[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const after = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const path = `${pathOf(operation, params)}?limit=${limit}${after}`;
      const { data, meta } = (await get(path)) as Body;
      expect(data.length, path).toBeLessThanOrEqual(limit);
      // The last page alone may be short.
      if (meta.page.next_cursor !== null) expect(data.length, path).toBe(limit);
      items.push(...data);
      cursor = meta.page.next_cursor;
    }
    return items;
  }

  describe("pages", () => {
    beforeAll(async () => {
      receiver = await startReceiver();
      process.env.WEBHOOK_ALLOWED_HOSTS = receiver.host;
      params = await prepare(platform(), receiver);
    });

    afterAll(() => receiver[Symbol.asyncDispose]());

    test.for(lists)("$operationId gives everything once, whatever the pages", async (operation) => {
      const all = await walk(operation, 200);
      const single = operation.operationId === "listToolVersions";
      expect(all.length).toBeGreaterThan(single ? 0 : 2);
      const some = all.length > 40 ? 11 : 2;
      expect((await walk(operation, some)).map(identityOf)).toEqual(all.map(identityOf));
      expect(new Set(all.map(identityOf)).size).toBe(all.length);
    });

    test("fields picks members", async () => {
      for (const operation of lists) {
        const path = pathOf(operation, params);
        const { data: whole } = (await get(`${path}?limit=3`)) as Body;
        const [first, second] = Object.keys(whole[0] ?? {});
        const query = `limit=3&fields=${first},${second}`;
        const { data, meta } = (await get(`${path}?${query}`)) as Body;
        expect(
          data.map((item) => Object.keys(item)),
          path,
        ).toEqual(whole.map(() => [first, second]));
        expect(meta).toHaveProperty("page");
      }
      for (const operation of things) {
        const path = pathOf(operation, params);
        const { data: whole } = (await get(path)) as { data: object };
        const [name = ""] = Object.keys(whole);
        const { data } = (await get(`${path}?fields=${name}`)) as { data: object };
        expect(Object.keys(data), path).toEqual([name]);
      }
      const path = `/api/v1/projects/${params.project_id}?fields=name,progress.percent`;
      const { data } = (await get(path)) as { data: object };
      expect(data).toEqual({ name: "Paged", progress: { percent: 75 } });
      const { admin: key } = platform().keys;
      const refused = await send(platform(), "GET", `${path},not_there`, { key });
      expect(refused.status).toBe(422);
    });
  });
}

/** What tells an item from the others, and does not change while one looks. */
function identityOf(item: unknown): string {
  const names = /(_id|^id|^service|^version|^attempt|^changed_at|^previous_state)$/;
  return JSON.stringify(Object.entries(item as object).filter(([name]) => names.test(name)));
}

/** Things of which every list that belongs to them has several items. */
async function prepare(platform: TestPlatform, receiver: Receiver): Promise<Params> {
  const { client, model } = platform;
  const titles = ["Paged: a", "Paged: b", "Paged: c"];
  const tasks = [...titles.map((title) => ({ title })), { title: "Paged: d", after: titles }];
  model.refuse("Paged: d\n");
  const { project_id } = await createProject(platform, "Paged", tasks);
  await projectBecomes(platform, project_id, "failed");
  const task = await taskBecomes(platform, project_id, "Paged: d", "failed");
  const [assignment] = (await client.listTaskAssignments({ params: task })).data;
  const [workflow] = (await client.listWorkflows({ query: { project_id } })).data;
  const [execution] = (await client.listExecutions({ query: { project_id } })).data;
  const [tool] = (await client.listTools()).data;
  const [key] = (await client.listApiKeys()).data;
  const webhooks = [];
  const models = [];
  for (const name of ["one", "two", "three"]) {
    const webhook = { url: receiver.url, event_types: ["system.*"] };
    webhooks.push((await client.createWebhook({ body: webhook })).data);
    const body = { name, provider: "embedded", execution_types: ["generate"] } as const;
    models.push((await client.registerModel({ body })).data);
    await client.createExecution({ body: { execution_type: "generate", prompt: name } });
  }
  const webhook_id = webhooks[0]?.webhook_id ?? "";
  for (let i = 0; i < 2; i++) await client.pingWebhook({ params: { webhook_id } });
  const delivery = await client.pingWebhook({ params: { webhook_id } });
  return {
    project_id,
    webhook_id,
    delivery_id: delivery.data.delivery_id,
    task_id: task.task_id,
    agent_id: assignment?.agent_id ?? "",
    workflow_id: workflow?.workflow_id ?? "",
    operation_id: workflow?.workflow_id ?? "",
    correlation_id: workflow?.correlation_id ?? "",
    execution_id: execution?.execution_id ?? "",
    model_id: models[0]?.model_id ?? "",
    tool_id: tool?.tool_id ?? "",
    api_key_id: key?.api_key_id ?? "",
    service_id: "planning-system",
  };
}
