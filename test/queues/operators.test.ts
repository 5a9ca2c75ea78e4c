/** Scenario 26: operators at once, operators that vanish, letters that die again. */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { lettersOf, type ReplayReport, replayLetters } from "../../runtime/src/queues.ts";
import { createRedisTransport } from "../../runtime/src/transports/redis.ts";
import type { Outcome } from "../../runtime/src/transports/transport.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";

const partitions = 4;
const place = { kind: "event", channel: "task", partitions, group: "g" } as const;
let redis: TestRedis;
let client: Redis;
let transport: ReturnType<typeof createRedisTransport>;
const children: ChildProcess[] = [];

beforeAll(async () => {
  redis = await startRedis();
  client = new Redis(redis.url);
});
afterAll(async () => {
  client?.disconnect();
  await redis?.stop();
});
beforeEach(async () => {
  await client.flushall();
  transport = createRedisTransport({ url: redis.url, leaseMs: 2000 });
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await transport.close();
});

const until = (assertion: () => unknown): Promise<void> =>
  vi.waitFor(assertion as () => void, { timeout: 40_000, interval: 30 });
const letterCount = async (): Promise<number> => {
  let count = 0;
  for await (const _ of lettersOf(transport.admin.letters, [place], {})) count++;
  return count;
};

/** A thousand messages of fifty keys that all died. */
async function deadThousand(count = 1000) {
  let broken = true;
  const handled: number[] = [];
  const fate = (id: number): Outcome =>
    broken || id === 500
      ? { kind: "dead", reason: "rejected", error: "broken", haltKey: false }
      : { kind: "done" };
  await transport.subscribe({
    ...place,
    handle: async ({ body }) => {
      const { id } = JSON.parse(body) as { readonly id: number };
      const outcome = fate(id);
      if (outcome.kind === "done") handled.push(id);
      return outcome;
    },
  });
  await transport.publish(
    Array.from({ length: count }, (_, id) => ({
      id: `m${id}`,
      kind: "event",
      channel: "task",
      partitions,
      key: `k${id % 50}`,
      body: JSON.stringify({ id }),
    })),
  );
  await until(async () => expect(await letterCount()).toBe(count));
  broken = false;
  return handled;
}

function operator(): ChildProcess {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "operator-process.ts"), redis.url, "task", String(partitions)],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  children.push(child);
  return child;
}

function linesOf(child: ChildProcess): () => Promise<string> {
  if (child.stdout === null) throw new Error("no stdout");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async () => String((await lines.next()).value);
}

test("26: two processes replay a thousand letters, each of them once, and what dies again is a letter again", async () => {
  const handled = await deadThousand();
  const operators = [operator(), operator()].map((child) => ({ child, next: linesOf(child) }));
  for (const { next } of operators) expect(await next()).toBe("ready");
  for (const { child } of operators) child.stdin?.write("go\n");
  const found = await Promise.all(
    operators.map(
      async ({ next }) => JSON.parse(await next()) as { readonly reports: ReplayReport[] },
    ),
  );
  const firsts = found.map(({ reports }) => reports[0]?.moved ?? 0);
  await until(() => expect(handled).toHaveLength(999));
  const [letter] = await (async () => {
    await until(async () => expect(await letterCount()).toBe(1));
    return Array.from(await transport.list(place));
  })();
  // 500 dies each time; a second run of one of them may meet it once more.
  const again = found.reduce((sum, { reports }) => sum + (reports[1]?.moved ?? 0), 0);
  expect(firsts.reduce((sum, moved) => sum + moved, 0) + again).toBeGreaterThanOrEqual(1000);
  expect(new Set(handled).size).toBe(999);
  expect(handled).toHaveLength(999);
  expect(letter?.id).toBe("m500");
  for (let key = 0; key < 50; key++) {
    const ofKey = handled.filter((id) => id % 50 === key);
    expect(ofKey).toHaveLength(key === 0 ? 19 : 20);
  }
});

test("a run that was killed is gone on with, and leaves out what it had replayed", async () => {
  const handled = await deadThousand(600);
  const { letters } = transport.admin;
  const stop = new AbortController();
  const options = { places: [place], by: "ada", why: "", run: "night" };
  const first = await replayLetters(letters, {
    ...options,
    filter: {},
    signal: stop.signal,
    onMoved: (letter) => {
      if (letter.id === "m500") stop.abort();
    },
  });
  expect(first.end).toBe("aborted");
  await until(async () => expect(await letterCount()).toBe(600 - first.moved + 1));
  const second = await replayLetters(letters, { ...options, filter: { notOfRun: "night" } });
  expect(second).toMatchObject({ moved: 600 - first.moved, end: "done" });
  await until(() => expect(handled).toHaveLength(599));
  expect(new Set(handled).size).toBe(599);
  const left = await transport.list(place);
  expect(left.map(({ id }) => id)).toEqual(["m500"]);
});

test("a replay that nobody takes is told, and is taken once somebody comes", async () => {
  const handled = await deadThousand(20);
  await transport.close();
  transport = createRedisTransport({ url: redis.url, leaseMs: 2000 });
  const { letters } = transport.admin;
  const options = { places: [place], filter: {}, by: "ada", why: "", run: "" };
  const report = await replayLetters(letters, { ...options, ramp: { settleMs: 200 } });
  expect(report).toEqual({ moved: 1, gone: 0, failed: 0, end: "unattended" });
  expect(await letterCount()).toBe(19);
  await transport.subscribe({
    ...place,
    handle: async ({ body }) => {
      handled.push((JSON.parse(body) as { readonly id: number }).id);
      return { kind: "done" };
    },
  });
  await until(() => expect(handled).toHaveLength(1));
});

test("a rate is kept", async () => {
  await deadThousand(20);
  const startedAt = performance.now();
  await replayLetters(transport.admin.letters, {
    ...{ places: [place], filter: {}, by: "ada", why: "", run: "" },
    rate: 40,
  });
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(19 * 25 - 5);
});
