import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startRedis, type TestRedis } from "../../../test/support/redis.ts";
import { createRedisTransport } from "../transports/redis.ts";
import { createRedisRateLimiter } from "./rate-limit-redis.ts";
import { createMemoryResponseCache, type ResponseCache } from "./response-cache.ts";
import { createRedisResponseCache } from "./response-cache-redis.ts";

let redis: TestRedis;
let transport: ReturnType<typeof createRedisTransport>;
const outages: unknown[] = [];
// Longer than the slowest machine takes.
const patienceMs = 20_000;
const onOutage = (error: unknown): number => outages.push(error);
beforeAll(async () => {
  redis = await startRedis();
  transport = createRedisTransport({ url: redis.url });
  await transport.shared.ready(10_000);
});
afterAll(async () => {
  await transport.close();
  await redis.stop();
});

const answer = { status: 200, data: '{"a":1}', nextCursor: null, version: "v1", madeAt: 1 };

describe.each(["memory", "redis"])("the response cache in %s", (kind) => {
  const create = (): ResponseCache =>
    kind === "memory"
      ? createMemoryResponseCache(2_000)
      : createRedisResponseCache({
          redis: transport.shared,
          service: "things",
          onOutage,
          patienceMs,
        });

  it("gives again what it was given, until it is too old", async () => {
    const cache = create();
    const { generation, answer: nothing } = await cache.get("list", "k1");
    expect(nothing).toBeNull();
    await cache.set("list", "k1", generation, answer, 60_000);
    expect((await cache.get("list", "k1")).answer).toEqual(answer);
    expect((await cache.get("list", "k2")).answer).toBeNull();
    expect((await cache.get("other", "k1")).answer).toBeNull();
    await cache.set("list", "k3", generation, answer, 5);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await cache.get("list", "k3")).answer).toBeNull();
  });

  it("forgets at an invalidation, and takes no answer that was begun before it", async () => {
    const cache = create();
    const { generation } = await cache.get("get", "k");
    await cache.set("get", "k", generation, answer, 60_000);
    await cache.invalidate(["get"]);
    expect((await cache.get("get", "k")).answer).toBeNull();
    await cache.set("get", "k", generation, answer, 60_000);
    const after = await cache.get("get", "k");
    expect(after.answer).toBeNull();
    await cache.set("get", "k", after.generation, answer, 60_000);
    expect((await cache.get("get", "k")).answer).toEqual(answer);
  });
});

it("keeps no more in memory than it may", () => {
  const cache = createMemoryResponseCache(2_000);
  for (const key of ["a", "b", "c"])
    void cache.set("list", key, 0, { ...answer, data: "x".repeat(300) }, 60_000);
  expect(cache.get("list", "a")).toMatchObject({ answer: null });
  expect(cache.get("list", "c")).not.toMatchObject({ answer: null });
  void cache.set("list", "huge", 0, { ...answer, data: "x".repeat(3_000) }, 60_000);
  expect(cache.get("list", "huge")).toMatchObject({ answer: null });
});

describe("the rate limiter in Redis", () => {
  const limiter = (patience = patienceMs) =>
    createRedisRateLimiter({
      redis: transport.shared,
      service: "things",
      onOutage,
      patienceMs: patience,
    });

  it("counts for all processes together, and answers at once where it knows", async () => {
    const limit = { requests: 3, windowMs: 60_000, by: "principal" } as const;
    const [one, other] = [limiter(), limiter()];
    expect(await one.take("k", limit)).toMatchObject({ allowed: true, remaining: 2 });
    expect(await other.take("k", limit)).toMatchObject({ allowed: true, remaining: 1 });
    expect(await one.take("k", limit)).toMatchObject({ allowed: true, remaining: 0 });
    const refused = await other.take("k", limit);
    expect(refused).toMatchObject({ allowed: false, remaining: 0 });
    expect(refused.resetMs).toBeGreaterThan(50_000);
    expect(other.take("k", limit)).not.toBeInstanceOf(Promise);
    expect(await other.take("k}2", limit)).toMatchObject({ allowed: true });
  });

  it("never lets more through than the limit, though it counts many at once", async () => {
    const limit = { requests: 500, windowMs: 60_000, by: "principal" } as const;
    const limiters = [limiter(), limiter()];
    let allowed = 0;
    let atOnce = 0;
    for (let round = 0; round < 300; round++)
      for (const one of limiters) {
        const state = one.take("many", limit);
        if (!(state instanceof Promise)) atOnce += 1;
        if ((await state).allowed) allowed += 1;
      }
    expect(allowed).toBeLessThanOrEqual(500);
    expect(allowed).toBeGreaterThan(485);
    expect(atOnce).toBeGreaterThan(350);
  });

  it("goes on without Redis, each process for itself, and says so once", async () => {
    const limit = { requests: 2, windowMs: 60_000, by: "principal" } as const;
    const one = limiter(50);
    const cache = createRedisResponseCache({
      redis: transport.shared,
      service: "things",
      onOutage,
      patienceMs: 50,
    });
    redis.pause();
    outages.length = 0;
    expect(await one.take("down", limit)).toMatchObject({ allowed: true, remaining: 1 });
    expect(await one.take("down", limit)).toMatchObject({ allowed: true, remaining: 0 });
    expect(await one.take("down", limit)).toMatchObject({ allowed: false });
    expect(outages).toHaveLength(1);
    expect(await cache.get("list", "k1")).toEqual({ answer: null, generation: -1 });
    expect(await cache.get("list", "k1")).toEqual({ answer: null, generation: -1 });
    expect(outages).toHaveLength(2);
    redis.resume();
  });
});
