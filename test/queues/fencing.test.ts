/** A group that was moved is not moved back by an owner which only stood still meanwhile. */
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createRedisTransport } from "../../runtime/src/transports/redis.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";

let redis: TestRedis;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis?.stop());

test("an owner whose lease ran out cannot commit over a rewind", async () => {
  const client = new Redis(redis.url);
  const warnings: string[] = [];
  const transport = createRedisTransport({
    url: redis.url,
    // So long that nothing renews or takes over while the test runs.
    leaseMs: 60_000,
    onWarning: (warning) => warnings.push(warning),
  });
  try {
    const place = { kind: "event", channel: "task", partitions: 1, group: "g" } as const;
    const blocked = Promise.withResolvers<void>();
    let running = 0;
    await transport.subscribe({
      ...place,
      handle: async () => {
        running++;
        await blocked.promise;
        return { kind: "done" };
      },
    });
    await transport.publish([{ ...place, id: "a", key: "k", body: "{}" }]);
    await vi.waitFor(() => expect(running).toBe(1), { timeout: 10_000 });
    await client.del("berrys:{task/0}:events:g:lease");
    const author = { by: "ada", why: "", run: "" };
    const waiting = await transport.admin.groups.rewind(place, { kind: "beginning" }, author);
    expect(waiting).toBe(1);
    blocked.resolve();
    await vi.waitFor(() => expect(warnings.join()).toContain("lost the partition"), {
      timeout: 10_000,
    });
    expect(await client.hget("berrys:{task/0}:events:g:state", "offset")).toBe("0-0");
  } finally {
    client.disconnect();
    await transport.close();
  }
});
