import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Redis } from "ioredis";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { partitionOf } from "../../runtime/src/transports/partition.ts";
import {
  createRedisTransport,
  type RedisTransportOptions,
} from "../../runtime/src/transports/redis.ts";
import type { Delivery, Outcome, OutgoingMessage } from "../../runtime/src/transports/transport.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";
import type { ConsumerLine, ConsumerProcessOptions } from "./consumer-process.ts";

const channel = "task";
const partitions = 2;
const leaseMs = 1500;
const timeout = 60_000;

let redis: TestRedis;
let client: Redis;
const cleanups: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  redis = await startRedis({ arguments: ["--appendfsync", "always"] });
  client = new Redis(redis.url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on("error", () => {});
}, timeout);
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  client.disconnect();
  await redis.stop();
}, timeout);

const createTransport = (options: Partial<RedisTransportOptions> = {}) => {
  const transport = createRedisTransport({ url: redis.url, leaseMs, ...options });
  cleanups.push(() => transport.close());
  return transport;
};
const message = (id: string, key: string | null = "k"): OutgoingMessage => ({
  id,
  kind: "event",
  channel,
  partitions,
  key,
  body: JSON.stringify({ id }),
});
const range = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const until = (assertion: () => unknown): Promise<void> =>
  vi.waitFor(assertion as () => void, { timeout: 30_000, interval: 20 });
const streams = range(partitions).map((partition) => `berrys:{task/${partition}}:events`);
const done: Outcome = { kind: "done" };

/** Subscribes and returns ids as they are done. */
async function consume(
  transport: ReturnType<typeof createRedisTransport>,
  group: string,
  handle: (delivery: Delivery) => Promise<Outcome> | Outcome = () => done,
) {
  const ids: string[] = [];
  const subscription = await transport.subscribe({
    kind: "event",
    channel,
    partitions,
    group,
    handle: async (delivery) => {
      const outcome = await handle(delivery);
      if (outcome.kind === "done") ids.push(delivery.id);
      return outcome;
    },
  });
  return { ids, subscription };
}

interface Consumer {
  readonly child: ChildProcess;
  readonly pid: number;
  kill(signal: NodeJS.Signals): Promise<void>;
}

async function startConsumer(
  lines: ConsumerLine[],
  options: Partial<ConsumerProcessOptions> = {},
): Promise<Consumer> {
  const all: ConsumerProcessOptions = {
    url: redis.url,
    channel,
    partitions,
    group: "g",
    leaseMs,
    handlerMs: 2,
    poison: null,
    ...options,
  };
  const file = join(import.meta.dirname, "consumer-process.ts");
  const child = spawn(process.execPath, [file, JSON.stringify(all)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const ready = Promise.withResolvers<void>();
  createInterface({ input: child.stdout }).on("line", (text) => {
    const line = JSON.parse(text) as ConsumerLine;
    if (line.step === "ready") ready.resolve();
    else lines.push(line);
  });
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  cleanups.push(() => kill("SIGKILL"));
  await Promise.race([ready.promise, exited]);
  return { child, pid: child.pid ?? 0, kill };
}

/** The first time each id was done, by key: what a receiver that ignores duplicates has seen. */
function effects(ids: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const seen = new Set<string>();
  const byKey = new Map<string, number[]>();
  for (const id of ids) {
    if (seen.has(id)) continue;
    seen.add(id);
    const [key = "", number] = id.split(":");
    byKey.set(key, [...(byKey.get(key) ?? []), Number(number)]);
  }
  return byKey;
}

function expectAllInOrder(ids: readonly string[], keys: number, each: number): void {
  const byKey = effects(ids);
  expect(byKey.size).toBe(keys);
  for (const numbers of byKey.values()) expect(numbers).toEqual(range(each));
}

const load = (keys: number, each: number): readonly OutgoingMessage[] =>
  range(each).flatMap((i) => range(keys).map((k) => message(`key${k}:${i}`, `key${k}`)));

test("consumers killed again and again lose nothing and keep the order of keys", {
  timeout,
}, async () => {
  const lines: ConsumerLine[] = [];
  const [keys, each] = [12, 60];
  const publisher = createTransport();
  await publisher.publish(load(keys, each));
  let victim = await startConsumer(lines, { handlerMs: 5 });
  for (const _ of range(3)) {
    const before = lines.length;
    const next = startConsumer(lines, { handlerMs: 5 });
    await until(() => expect(lines.length).toBeGreaterThan(before + 40));
    await victim.kill("SIGKILL");
    victim = await next;
  }
  const doneIds = () => lines.filter(({ step }) => step === "done").map(({ id }) => id);
  await until(() => expect(new Set(doneIds()).size).toBe(keys * each));
  expectAllInOrder(doneIds(), keys, each);
  await until(async () => {
    for (const stream of streams) {
      expect(await client.hlen(`${stream}:g:pending`)).toBe(0);
      const offset = (await client.hget(`${stream}:g:state`, "offset")) ?? "0";
      expect(await client.xrange(stream, `(${offset}`, "+")).toEqual([]);
    }
  });
});

test("a message that ends its process is counted across crashes, and its neighbours are not lost", {
  timeout,
}, async () => {
  const lines: ConsumerLine[] = [];
  const publisher = createTransport();
  const others = range(40).map((i) => message(`other${i}:0`, `other${i}`));
  await publisher.publish([...others.slice(0, 20), message("poison", "p"), ...others.slice(20)]);
  for (const _ of range(3)) {
    const consumer = await startConsumer(lines, { poison: "poison", handlerMs: 30 });
    await new Promise((resolve) => {
      if (consumer.child.signalCode !== null) resolve(null);
      else consumer.child.once("exit", resolve);
    });
    await sleep(leaseMs);
  }
  const attempts = lines.filter((one) => one.id === "poison").map(({ attempt }) => attempt);
  expect(attempts).toEqual([1, 2, 3]);
  const seen: Delivery[] = [];
  await consume(createTransport(), "g", (delivery) => {
    seen.push(delivery);
    return done;
  });
  await until(() => expect(seen.map(({ id }) => id)).toContain("poison"));
  expect(seen.find(({ id }) => id === "poison")?.attempt).toBe(4);
  const handled = () => [
    ...lines.filter(({ step }) => step === "done").map(({ id }) => id),
    ...seen.map(({ id }) => id),
  ];
  await until(() => expect(new Set(handled()).size).toBe(41));
});

test("a process that stalls past its lease has no say when it comes back", {
  timeout,
}, async () => {
  const lines: ConsumerLine[] = [];
  const [keys, each] = [8, 50];
  const publisher = createTransport();
  const stalled = await startConsumer(lines, { handlerMs: 10 });
  await publisher.publish(load(keys, each));
  await until(() => expect(lines.length).toBeGreaterThan(30));
  stalled.child.kill("SIGSTOP");
  // What it wrote before it stalled may still be on its way here.
  let stalledLines = 0;
  while (stalledLines < lines.length) {
    stalledLines = lines.length;
    await sleep(400);
  }
  const { ids } = await consume(createTransport(), "g", async () => {
    await sleep(5);
    return done;
  });
  await until(() => expect(ids.length).toBeGreaterThan(50));
  stalled.child.kill("SIGCONT");
  await until(() => expect(lines.some(({ step }) => step === "warning")).toBe(true));
  const all = () => [...lines.filter(({ step }) => step === "done").map(({ id }) => id), ...ids];
  await until(() => expect(new Set(all()).size).toBe(keys * each));
  // What it had begun may end; it begins nothing before it has noticed.
  const warning = lines.findIndex(({ step }) => step === "warning");
  const late = lines.slice(stalledLines, warning).filter(({ step }) => step === "started");
  expect(late).toEqual([]);
  const numbers = effects(ids);
  for (const some of numbers.values()) expect(some).toEqual([...some].sort((a, b) => a - b));
});

test("what is no message becomes a dead letter, byte for byte, and harms no neighbour", {
  timeout,
}, async () => {
  const transport = createTransport();
  const { ids } = await consume(transport, "g");
  const stream = streams[0] ?? "";
  const bytes = Buffer.from([0xff, 0x00, 0xfe, 0x7b]);
  await transport.publish([message("before")]);
  await client.xadd(stream, "*", "what", bytes);
  await client.xadd(stream, "*", "id", "x", "key", "k", "body", bytes);
  await transport.publish([message("after")]);
  await until(() => expect(ids).toEqual(["before", "after"]));
  const query = { group: "g", channel, kind: "event", partitions } as const;
  await until(async () => expect(await transport.list(query)).toHaveLength(2));
  const letters = await transport.list(query);
  expect(letters.map(({ reason, error }) => `${reason}: ${error}`)).toEqual([
    "undecodable: The entry has no field `id`",
    "undecodable: Its body is not UTF-8",
  ]);
  const raw = await client.xrangeBuffer(`${stream}:g:dead`, "-", "+");
  expect(raw.map(([, fields]) => fields.at(-1))).toEqual([bytes, bytes]);
});

test("Redis killed and restarted in mid-run: nothing confirmed is lost, order holds", {
  timeout,
}, async () => {
  const publisher = createTransport({ publishTimeoutMs: 10_000 });
  const { ids } = await consume(createTransport(), "g");
  const [keys, each] = [8, 60];
  const publishing = (async () => {
    for (const i of range(each)) {
      await publisher.publish(range(keys).map((k) => message(`key${k}:${i}`, `key${k}`)));
      await sleep(10);
    }
  })();
  for (const _ of range(2)) {
    await sleep(200);
    await redis.kill();
    await sleep(200);
    await redis.restart();
  }
  await publishing;
  await until(() => expect(new Set(ids).size).toBe(keys * each));
  expectAllInOrder(ids, keys, each);
});

test("connections killed under load: every message is stored once, in order", {
  timeout,
}, async () => {
  const publisher = createTransport();
  const { ids } = await consume(createTransport(), "g");
  const [keys, each] = [8, 150];
  let publishing = true;
  const storm = (async () => {
    while (publishing) {
      await client.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
      await sleep(60);
    }
  })();
  for (const i of range(each)) {
    await publisher.publish(range(keys).map((k) => message(`key${k}:${i}`, `key${k}`)));
  }
  publishing = false;
  await storm;
  const lengths = await Promise.all(streams.map((stream) => client.xlen(stream)));
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(keys * each);
  await until(() => expect(new Set(ids).size).toBe(keys * each));
  expectAllInOrder(ids, keys, each);
});

test("a message whose body was on its way while the lease ended is not handled by its last owner", {
  timeout,
}, async () => {
  const late = message("late");
  const started: boolean[] = [];
  await createTransport().subscribe({
    kind: "event",
    channel,
    partitions,
    group: "g",
    handle: async ({ attempt }, signal) => {
      started.push(signal.aborted);
      return attempt === 1 ? { kind: "retry", delayMs: 600, error: "not yet" } : done;
    },
  });
  await createTransport().publish([late]);
  const pending = `${streams[partitionOf(late)]}:g:pending`;
  await until(async () => expect(await client.hlen(pending)).toBe(1));
  // The retry reads the body again, which takes until the lease has ended.
  redis.pause();
  await sleep(leaseMs + 1200);
  redis.resume();
  await until(() => expect(started.length).toBeGreaterThan(1));
  await until(async () => expect(await client.hlen(pending)).toBe(0));
  expect(started).not.toContain(true);
});

test("a server that answers nothing is noticed, and consuming goes on when it does", {
  timeout,
}, async () => {
  const publisher = createTransport({ publishTimeoutMs: 1000 });
  const { ids, subscription } = await consume(createTransport(), "g");
  await publisher.publish([message("key:0")]);
  await until(() => expect(ids).toEqual(["key:0"]));
  redis.pause();
  const startedAt = performance.now();
  await expect(publisher.publish([message("lost")])).rejects.toMatchObject({ code: "unavailable" });
  expect(performance.now() - startedAt).toBeLessThan(3000);
  await sleep(5000);
  expect(subscription.idleMs()).toBeGreaterThan(4000);
  redis.resume();
  await until(() => publisher.publish([message("key:1")]));
  await until(() => expect(ids).toContain("key:1"));
  await until(() => expect(subscription.idleMs()).toBeLessThan(4000));
});

test("publishing is refused in bounded time while Redis is down, and works when it is back", {
  timeout,
}, async () => {
  const publisher = createTransport({ publishTimeoutMs: 500, maxBuffered: 100 });
  await publisher.publish([message("a")]);
  await redis.kill();
  const startedAt = performance.now();
  const waiting = range(100).map((i) => publisher.publish([message(`w${i}`)]));
  await expect(publisher.publish([message("over")])).rejects.toMatchObject({
    code: "resource_exhausted",
  });
  for (const one of await Promise.allSettled(waiting)) {
    expect(one).toMatchObject({ status: "rejected", reason: { code: "unavailable" } });
  }
  expect(performance.now() - startedAt).toBeLessThan(2000);
  await expect(createTransport({ publishTimeoutMs: 200 }).publish([message("b")])).rejects.toThrow(
    `Redis at 127.0.0.1:${redis.port} does not answer: connect ECONNREFUSED`,
  );
  await redis.restart();
  await until(() => publisher.publish([message("c")]));
});

test("a full Redis is a typed error", { timeout }, async () => {
  const publisher = createTransport();
  await client.config("SET", "maxmemory", "1");
  await expect(publisher.publish([message("a")])).rejects.toMatchObject({
    code: "resource_exhausted",
    message: "Redis has reached its `maxmemory`",
  });
  await client.config("SET", "maxmemory", "0");
  await publisher.publish([message("a")]);
});

test.each([
  ["everything is deleted", () => client.flushall()],
  [
    "the group is destroyed",
    () => Promise.all(streams.map((s) => client.xgroup("DESTROY", s, "g"))),
  ],
  ["scripts are forgotten", () => client.script("FLUSH")],
])("consuming goes on after %s", { timeout }, async (_, fault) => {
  const warnings: string[] = [];
  const transport = createTransport({ onWarning: (warning) => warnings.push(warning) });
  const { ids } = await consume(transport, "g");
  await transport.publish(range(10).map((i) => message(`key:${i}`, "key")));
  await until(() => expect(ids).toHaveLength(10));
  await fault();
  await transport.publish(range(10).map((i) => message(`key:${10 + i}`, "key")));
  await until(() => expect(new Set(ids).size).toBe(20));
  expect(ids).toEqual(range(20).map((i) => `key:${i}`));
});

test("a position that a failover rolled back is noticed, and what was settled since comes again", {
  timeout,
}, async () => {
  const warnings: string[] = [];
  const transport = createTransport({ onWarning: (warning) => warnings.push(warning) });
  const { ids } = await consume(transport, "g");
  const stream = streams.find((_, partition) => partition === partitionOf(message("k:0"))) ?? "";
  const offset = () => client.hget(`${stream}:g:state`, "offset");
  const send = async (from: number): Promise<void> => {
    await transport.publish(range(5).map((i) => message(`k:${from + i}`)));
    await until(() => expect(new Set(ids).size).toBe(from + 5));
    await until(async () => {
      expect(await offset()).toBe((await client.xrevrange(stream, "+", "-", "COUNT", 1))[0]?.[0]);
    });
  };
  await send(0);
  const before = (await offset()) ?? "";
  await send(5);
  await client.hset(`${stream}:g:state`, "offset", before);
  await send(10);
  expect(warnings.some((one) => one.includes("Redis has forgotten what was settled"))).toBe(true);
  expect(ids.filter((id) => id === "k:7")).toHaveLength(2);
  expect(ids.filter((id) => id === "k:4")).toHaveLength(1);
});

test("trimming never passes the slowest group, and follows it", { timeout }, async () => {
  const transport = createTransport({ retention: { ageMs: 0, messages: 100 } });
  const slow = await consume(transport, "slow");
  await slow.subscription.stop(0);
  const count = 2000;
  for (const i of range(4)) {
    await transport.publish(
      range(count / 4).map((j) => message(`key:${i * (count / 4) + j}`, "key")),
    );
  }
  const fast = await consume(transport, "fast");
  await until(() => expect(fast.ids).toHaveLength(count));
  await sleep(6000);
  const length = async () =>
    (await Promise.all(streams.map((stream) => client.xlen(stream)))).reduce((a, b) => a + b, 0);
  expect(await length()).toBe(count);
  const resumed = await consume(transport, "slow");
  await until(() => expect(resumed.ids).toHaveLength(count));
  expectAllInOrder(resumed.ids, 1, count);
  await until(async () => expect(await length()).toBeLessThan(300));
});
