import { Redis } from "ioredis";
import { afterEach, describe, expect, test, vi } from "vitest";
import { slotOf } from "../../runtime/src/transports/redis/slot.ts";
import {
  createRedisTransport,
  type RedisTransportOptions,
} from "../../runtime/src/transports/redis.ts";
import type { OutgoingMessage } from "../../runtime/src/transports/transport.ts";
import { startRedis } from "../support/redis.ts";
import { startRedisCluster, type TestCluster } from "../support/redis-cluster.ts";
import { startRedisSentinels } from "../support/redis-sentinel.ts";

const partitions = 4;
const timeout = 60_000;
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
}, timeout);

const streams = Array.from({ length: partitions }, (_, n) => `berrys:{task/${n}}:events`);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const until = (assertion: () => unknown): Promise<void> =>
  vi.waitFor(assertion as () => void, { timeout: 40_000, interval: 50 });

/** Publishes without a pause, one message of each key after the other, and receives; both remember what they saw. */
async function startLoad(url: string, options: Partial<RedisTransportOptions> = {}) {
  const warnings: string[] = [];
  const create = () => {
    const transport = createRedisTransport({
      url,
      leaseMs: 3000,
      publishTimeoutMs: 15_000,
      onWarning: (message) => warnings.push(message),
      ...options,
    });
    cleanups.push(() => transport.close());
    return transport;
  };
  const [publisher, consumer] = [create(), create()];
  const confirmed: string[] = [];
  const received: string[] = [];
  await consumer.subscribe({
    kind: "event",
    channel: "task",
    partitions,
    group: "g",
    handle: async ({ id }) => {
      received.push(id);
      return { kind: "done" };
    },
  });
  let running = true;
  const publishKey = async (key: string): Promise<void> => {
    for (let i = 0; running; i++) {
      const id = `${key}:${i}`;
      const message: OutgoingMessage = {
        id,
        kind: "event",
        channel: "task",
        partitions,
        key,
        body: `{"id":"${id}"}`,
      };
      await publisher.publish([message]);
      confirmed.push(id);
      await sleep(5);
    }
  };
  const publishing = Promise.all(Array.from({ length: 8 }, (_, n) => publishKey(`key${n}`)));
  publishing.catch(() => {});
  cleanups.push(async () => {
    running = false;
  });
  return {
    warnings,
    confirmed,
    received,
    /** Ends the load and waits until everything confirmed was received. */
    finish: async (): Promise<void> => {
      running = false;
      await publishing;
      await until(() => expect(new Set(received)).toEqual(new Set(confirmed)));
    },
  };
}

/** First deliveries, by key: numbers from 0 without a gap. */
function expectInOrder(ids: readonly string[]): void {
  const next = new Map<string, number>();
  for (const id of new Set(ids)) {
    const [key = "", number] = id.split(":");
    expect(Number(number), id).toBe(next.get(key) ?? 0);
    next.set(key, Number(number) + 1);
  }
}

const duplicates = (ids: readonly string[]): number => ids.length - new Set(ids).size;

describe("cluster", () => {
  const start = async (): Promise<TestCluster> => {
    const cluster = await startRedisCluster();
    cleanups.push(() => cluster.stop());
    return cluster;
  };

  test("slots move under load: redirections are followed, nothing is lost, repeated or out of order", {
    timeout,
  }, async () => {
    const cluster = await start();
    const slots = streams.map(slotOf);
    expect(slots).toEqual(
      await Promise.all(
        streams.map((stream) => cluster.nodes[0]?.client.cluster("KEYSLOT", stream)),
      ),
    );
    const load = await startLoad(cluster.url);
    await until(() => expect(load.received.length).toBeGreaterThan(100));
    for (const [index, slot] of slots.entries()) {
      const from = await cluster.primaryOf(streams[index] ?? "");
      const to = cluster.nodes.slice(0, 3).find((node) => node !== from);
      if (to === undefined) throw new Error("a cluster has three primaries");
      await cluster.moveSlot(slot, from, to);
      const { length } = load.received;
      await until(() => expect(load.received.length).toBeGreaterThan(length + 50));
    }
    await load.finish();
    expectInOrder(load.received);
    expect(duplicates(load.received)).toBe(0);
  });

  test("a primary dies under load: its replica takes over, nothing confirmed by both is lost", {
    timeout,
  }, async () => {
    const cluster = await start();
    const load = await startLoad(cluster.url, { waitReplicas: { count: 1, timeoutMs: 1000 } });
    await until(() => expect(load.received.length).toBeGreaterThan(100));
    const victim = await cluster.primaryOf(streams[0] ?? "");
    await victim.kill();
    await until(async () => {
      expect(await cluster.primaryOf(streams[0] ?? "")).not.toBe(victim);
    });
    await victim.restart();
    const { length } = load.received;
    await until(() => expect(load.received.length).toBeGreaterThan(length + 100));
    await load.finish();
    expectInOrder(load.received);
  });
});

describe("sentinel", () => {
  test("a primary dies under load: clients ask the sentinels for the new one", {
    timeout,
  }, async () => {
    const sentinels = await startRedisSentinels();
    cleanups.push(() => sentinels.stop());
    const load = await startLoad(sentinels.url, { waitReplicas: { count: 1, timeoutMs: 1000 } });
    await until(() => expect(load.received.length).toBeGreaterThan(100));
    await sentinels.primary.kill();
    await until(async () => {
      expect(await sentinels.primaryPort()).toBe(sentinels.replica.port);
    });
    // Without it no second server could confirm.
    await sentinels.primary.restart();
    const { length } = load.received;
    await until(() => expect(load.received.length).toBeGreaterThan(length + 100));
    await load.finish();
    expectInOrder(load.received);
  });
});

test("a server that becomes a replica under load answers READONLY, and its connections are replaced", {
  timeout,
}, async () => {
  const redis = await startRedis();
  cleanups.push(() => redis.stop());
  const client = new Redis(redis.url);
  cleanups.push(async () => client.disconnect());
  const connections = async (): Promise<readonly string[]> => {
    const list = (await client.call("CLIENT", "LIST", "TYPE", "NORMAL")) as string;
    return [...list.matchAll(/^id=(\d+) .* name=(berrys-\w+)/gm)].map(
      ([, id, name]) => `${name} ${id}`,
    );
  };
  const load = await startLoad(redis.url);
  await until(() => expect(load.received.length).toBeGreaterThan(100));
  const before = await connections();
  expect(before.length).toBeGreaterThan(0);
  await client.call("REPLICAOF", "127.0.0.1", "1");
  await sleep(500);
  const { length } = load.confirmed;
  await sleep(100);
  expect(load.confirmed.length).toBe(length);
  await client.call("REPLICAOF", "NO", "ONE");
  await until(() => expect(load.confirmed.length).toBeGreaterThan(length + 100));
  await load.finish();
  expectInOrder(load.received);
  // The one that had something to write meanwhile.
  const fresh = (await connections()).filter((one) => !before.includes(one));
  expect(fresh.map((one) => one.split(" ")[0])).toContain("berrys-publish");
});
