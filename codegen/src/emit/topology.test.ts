import { expect, test } from "vitest";
import { emitted } from "./testing/emit.ts";

test("the topology names senders and receivers of every message", async () => {
  const code = (await emitted("topology"))["topology.ts"];
  expect(code).toContain('export type ServiceId = "project-coordinator" | "planning-system";');
  expect(code).toContain(`          type: "plan.revise",
          version: 1,
          key: "/project_id",
          reply: true,
          senders: ["project-coordinator"],
          receivers: ["planning-system"],`);
});

test("the index opens client, services and topology", async () => {
  const code = (await emitted("topology"))["index.ts"];
  expect(code).toContain(
    'export { type PlatformClient, createPlatformClient } from "./rest/client.ts";',
  );
  expect(code).toContain('} from "./services/planning-system.ts";');
  expect(code).toContain('export { type ServiceId, topology } from "./topology.ts";');
});

test("the index of messages alone opens the topology", async () => {
  const code = (await emitted("topology", { services: [], channelOperations: [], restApi: null }))[
    "index.ts"
  ];
  expect(code?.match(/export/g)).toHaveLength(1);
});
