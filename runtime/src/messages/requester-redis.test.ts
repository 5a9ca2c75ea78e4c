import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startRedis, type TestRedis } from "../../../test/support/redis.ts";
import type { MessageDefinition } from "../definitions.ts";
import { createRedisTransport } from "../transports/redis.ts";
import { createConsumer, type Handled } from "./consumer.ts";
import { createRequester } from "./requester.ts";
import { eventDefinition, keyRing, textsCheck } from "./testing.ts";

const findPerson = {
  ...eventDefinition<{ person_id: string; ssn?: string }>({ sensitive: ["/ssn"] }),
  kind: "command",
  type: "person.find",
  checkReply: textsCheck("ssn"),
  sensitiveReply: ["/ssn"],
} as MessageDefinition<{ person_id: string; ssn?: string }, { ssn: string }>;

let redis: TestRedis;
beforeAll(async () => {
  redis = await startRedis();
}, 60_000);
afterAll(() => redis.stop());

test("two processes speak through Redis without plaintext, and one calls off what the other is at", async () => {
  const [asker, answerer] = [redis, redis].map(({ url }) => createRedisTransport({ url }));
  if (asker === undefined || answerer === undefined) throw new Error("no transport");
  const keys = keyRing(["k1", 1]);
  const handled: Handled[] = [];
  const started = Promise.withResolvers<void>();
  await createConsumer({
    transport: answerer,
    replies: answerer,
    service: "registry",
    follow: {
      channel: "person",
      kind: "command",
      partitions: 2,
      handler: null,
      messages: [{ handler: "find", message: findPerson }],
    },
    handlers: {
      find: async ({ data }, { signal }) => {
        if ((data as { person_id: string }).person_id !== "slow") return { ssn: "078-05-1120" };
        started.resolve();
        return new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
        });
      },
    },
    keys,
    onHandled: (one) => handled.push(one),
  });
  const ask = createRequester({
    source: "billing",
    replies: asker,
    keys,
    deliver: (messages) => asker.publish(messages),
  }).request(findPerson);

  expect(await ask({ person_id: "p1", ssn: "078-05-1120" })).toEqual({ ssn: "078-05-1120" });
  expect(JSON.stringify(handled)).not.toContain("078-05-1120");

  const controller = new AbortController();
  const slow = ask({ person_id: "slow" }, { signal: controller.signal });
  slow.catch(() => undefined);
  await started.promise;
  controller.abort();
  await expect(slow).rejects.toMatchObject({ code: "canceled" });
  await vi.waitFor(() => expect(handled.at(-1)).toMatchObject({ result: "canceled" }), 20_000);
  await Promise.all([asker.close(), answerer.close()]);
});
