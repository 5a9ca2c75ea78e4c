/** Trimming forgets what every group has settled, and nothing else; whoever holds it up is told. */
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createConnection } from "../../runtime/src/transports/redis/connector.ts";
import { settingsOf } from "../../runtime/src/transports/redis/options.ts";
import { createRetention } from "../../runtime/src/transports/redis/retention.ts";
import {
  createRedisTransport,
  type RedisTransportOptions,
} from "../../runtime/src/transports/redis.ts";
import type {
  Outcome,
  OutgoingMessage,
  Transport,
} from "../../runtime/src/transports/transport.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";

const stream = "berrys:{task/0}:events";
const place = { prefix: "berrys", kind: "event", channel: "task" } as const;
const done: Outcome = { kind: "done" };
let redis: TestRedis;
let client: Redis;
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  redis = await startRedis();
  client = new Redis(redis.url);
});
afterAll(async () => {
  client?.disconnect();
  await redis?.stop();
});
beforeEach(() => client.flushall());
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const until = (assertion: () => unknown): Promise<void> =>
  vi.waitFor(assertion as () => void, { timeout: 20_000, interval: 20 });
const createTransport = (options: Partial<RedisTransportOptions> = {}): Transport => {
  const transport = createRedisTransport({ url: redis.url, leaseMs: 1000, ...options });
  cleanups.push(() => transport.close());
  return transport;
};
const publish = (transport: Transport, from: number, count: number): Promise<void> =>
  transport.publish(
    Array.from(
      { length: count },
      (_, i): OutgoingMessage => ({
        id: `m${from + i}`,
        kind: "event",
        channel: "task",
        partitions: 1,
        key: `k${(from + i) % 8}`,
        body: JSON.stringify({ id: from + i, filler: "x".repeat(200) }),
      }),
    ),
  );

async function follow(transport: Transport, group: string, handle: (id: number) => Outcome) {
  const seen: number[] = [];
  const subscription = await transport.subscribe({
    kind: "event",
    channel: "task",
    partitions: 1,
    group,
    handle: async ({ body }) => {
      const { id } = JSON.parse(body) as { readonly id: number };
      const outcome = handle(id);
      if (outcome.kind === "done") seen.push(id);
      return outcome;
    },
  });
  return { seen, subscription };
}

/** Trims as an owner does every few seconds. */
async function trim(retention: RedisTransportOptions["retention"], warnings: string[] = []) {
  const connection = createConnection({ url: redis.url, name: "test", silenceMs: 4000 });
  cleanups.push(() => connection.close());
  await connection.ready(5000);
  const settings = settingsOf({
    url: redis.url,
    ...(retention === undefined ? null : { retention }),
    onWarning: (warning) => warnings.push(warning),
  });
  const { trim } = createRetention(connection, settings, place);
  await trim([stream]);
  return { trim: () => trim([stream]) };
}

const nothing = { ageMs: 0, messages: 0 };

test("28: what a slow group has not settled stays, whatever its age and number", async () => {
  const transport = createTransport();
  const fast = await follow(transport, "fast", () => done);
  const slow = await follow(transport, "slow", () => done);
  await publish(transport, 0, 500);
  await until(() => expect([fast.seen.length, slow.seen.length]).toEqual([500, 500]));
  await slow.subscription.stop(1000);
  await publish(transport, 500, 1500);
  await until(() => expect(fast.seen).toHaveLength(2000));
  await vi.waitFor(async () => {
    const groups = (await client.xinfo("GROUPS", stream)) as unknown[][];
    const fastest = groups.find((group) => group[1] === "fast");
    const [[last = ""] = []] = await client.xrevrange(stream, "+", "-", "COUNT", 1);
    expect(fastest?.[fastest.indexOf("last-delivered-id") + 1]).toBe(last);
  });
  await trim(nothing);
  const left = await client.xlen(stream);
  // Entries go by nodes of a hundred.
  expect(left).toBeGreaterThanOrEqual(1500);
  expect(left).toBeLessThanOrEqual(1600);
  const again = await follow(transport, "slow", () => done);
  await until(() => expect(again.seen).toHaveLength(1500));
  expect([...again.seen].sort((a, b) => a - b)[0]).toBe(500);
  await until(async () => {
    await trim(nothing);
    expect(await client.xlen(stream)).toBeLessThanOrEqual(100);
  });
});

test("a message that waits for its retry, and those behind a halted key, are not trimmed", async () => {
  const transport = createTransport();
  const blocked = await follow(transport, "g", (id) => {
    if (id === 0) return { kind: "retry", delayMs: 3000, error: "not yet" };
    if (id === 1) return { kind: "dead", reason: "rejected", error: "never", haltKey: true };
    return done;
  });
  await publish(transport, 0, 2000);
  // Every eighth waits behind 0, every eighth behind 1.
  await until(() => expect(blocked.seen).toHaveLength(1500));
  await trim(nothing);
  expect(await client.xlen(stream)).toBe(2000);
  await blocked.subscription.stop(1000);
  await trim(nothing);
  const again = await follow(transport, "g", () => done);
  await until(() => expect(again.seen).toHaveLength(250));
  expect(again.seen).toEqual(Array.from({ length: 250 }, (_, i) => i * 8));
  const halted = await client.hgetall("berrys:{task/0}:events:g:halted");
  expect(Object.keys(halted)).toEqual(["k1"]);
});

test("age, number and bytes each bound what is kept of settled messages", async () => {
  const transport = createTransport();
  const { seen } = await follow(transport, "g", () => done);
  await publish(transport, 0, 3000);
  await until(() => expect(seen).toHaveLength(3000));
  const settled = async (retention: RedisTransportOptions["retention"], most: number) =>
    until(async () => {
      await trim(retention);
      expect(await client.xlen(stream)).toBeLessThanOrEqual(most);
    });
  await trim({ ageMs: 3_600_000, messages: 10_000 });
  expect(await client.xlen(stream)).toBe(3000);
  await settled({ ageMs: 3_600_000, messages: 2000 }, 2100);
  expect(await client.xlen(stream)).toBeGreaterThanOrEqual(1900);
  await settled({ ageMs: 3_600_000, messages: 10_000, bytes: 200_000 }, 1000);
  expect(Number(await client.memory("USAGE", stream))).toBeLessThan(300_000);
  await settled({ ageMs: 1, messages: 10_000 }, 100);
});

test("a contract says for itself how long its channel keeps what is settled", async () => {
  const transport = createTransport();
  const options = { kind: "event", channel: "task", partitions: 1, group: "g" } as const;
  const handle = async (): Promise<Outcome> => done;
  await transport.subscribe({ ...options, retentionMs: 1, handle });
  await publish(transport, 0, 1000);
  // Owners trim every few seconds.
  await until(async () => expect(await client.xlen(stream)).toBeLessThanOrEqual(100));
});

test("29: a server that trims nothing is noticed, and entries are deleted instead", async () => {
  // Without a limit on nodes everything is one node, so that `~` trims all or nothing.
  await client.config("SET", "stream-node-max-entries", "0");
  await client.config("SET", "stream-node-max-bytes", "0");
  cleanups.push(async () => {
    await client.config("SET", "stream-node-max-entries", "100");
    await client.config("SET", "stream-node-max-bytes", "4096");
  });
  const transport = createTransport();
  const { seen } = await follow(transport, "g", () => done);
  await publish(transport, 0, 3500);
  await until(() => expect(seen).toHaveLength(3500));
  const entries = await client.xrange(stream, "-", "+", "COUNT", 3400);
  const last = entries.at(-1)?.[0] ?? "";
  await client.xgroup("CREATE", stream, "slow", last);
  expect(await client.xtrim(stream, "MINID", "~", last)).toBe(0);
  await until(async () => {
    await trim(nothing);
    expect(await client.xlen(stream)).toBeLessThanOrEqual(1101);
  });
  expect(await client.xrange(stream, last, last)).toHaveLength(1);
});

test("a group that nobody follows and that holds messages up is reported, once", async () => {
  const transport = createTransport();
  const { seen } = await follow(transport, "present", () => done);
  await client.xgroup("CREATE", stream, "gone", "0", "MKSTREAM");
  await publish(transport, 0, 300);
  await until(() => expect(seen).toHaveLength(300));
  const warnings: string[] = [];
  const retention = await trim({ ...nothing, alarm: { ageMs: 0, messages: 200 } }, warnings);
  await retention.trim();
  expect(warnings).toEqual([
    `gone: no process follows \`task\` for it, and 200 or more messages of ${stream} wait, so that they cannot be trimmed; start it, or retire it with \`berrys queue retire task --group gone\``,
  ]);
  await trim({ ...nothing, alarm: { ageMs: 60_000, messages: 200 } }, warnings);
  await trim({ ...nothing, alarm: { ageMs: 0, messages: 301 } }, warnings);
  expect(warnings).toHaveLength(1);
  expect(await client.xlen(stream)).toBe(300);
});

test("every group that nobody follows is reported, whichever is the slowest", async () => {
  const transport = createTransport();
  await publish(transport, 0, 300);
  // Follows and settles nothing: the slowest.
  await follow(transport, "slow", () => ({ kind: "retry", delayMs: 60_000, error: "later" }));
  const [first, , third] = await client.xrange(stream, "-", "+", "COUNT", 3);
  await client.xgroup("CREATE", stream, "gone", String(first?.[0]));
  await client.xgroup("CREATE", stream, "left", String(third?.[0]));
  await client.xgroup("CREATE", stream, "ready", "$");
  const warnings: string[] = [];
  await trim({ ...nothing, alarm: { ageMs: 0, messages: 200 } }, warnings);
  expect(warnings.map((warning) => warning.split(":")[0]).sort()).toEqual(["gone", "left"]);
});

test("30: the lag that is shown is the number of messages, whatever was deleted and trimmed", async () => {
  const transport = createRedisTransport({ url: redis.url, leaseMs: 1000 });
  cleanups.push(() => transport.close());
  const { seen, subscription } = await follow(transport, "g", (id) =>
    id === 7 ? { kind: "retry", delayMs: 60_000, error: "not yet" } : done,
  );
  await publish(transport, 0, 200);
  // 7 and what is behind it of its key wait.
  await until(() => expect(seen).toHaveLength(175));
  await subscription.stop(1000);
  await publish(transport, 200, 400);
  const entries = await client.xrange(stream, "-", "+");
  const unread = entries.slice(200).map(([id]) => id);
  await client.xdel(stream, ...unread.slice(10, 60), ...unread.slice(390));
  await client.xtrim(stream, "MINID", "=", entries[5]?.[0] ?? "");
  const { states } = await transport.admin.queues.inspect(
    { kind: "event", channel: "task", partitions: 1 },
    { exact: true },
  );
  const [state] = states[0]?.groups ?? [];
  const counted = (await client.xrange(stream, `(${entries[199]?.[0]}`, "+")).length;
  expect(counted).toBe(340);
  expect((state?.unread ?? 0) + (state?.pending ?? 0)).toBe(340 + 25);
  expect(state?.oldestUnsettledAt).toBe(
    new Date(Number(entries[7]?.[0].split("-")[0])).toISOString(),
  );
});
