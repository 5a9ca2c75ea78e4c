import { afterEach, describe, expect, test, vi } from "vitest";
import { startRedis, type TestRedis } from "../../../test/support/redis.ts";
import { currentCorrelation } from "../correlation.ts";
import type { BatchDefinition, FollowDefinition } from "../definitions.ts";
import type { Envelope } from "../envelope.ts";
import { BerrysError } from "../errors.ts";
import { createMemoryTransport } from "../transports/memory.ts";
import { createRedisTransport } from "../transports/redis.ts";
import { createCollector } from "./collector.ts";
import { createConsumer, type Handled } from "./consumer.ts";
import { createEnvelope } from "./create-envelope.ts";
import { outgoingMessage } from "./outgoing.ts";
import { eventDefinition } from "./testing.ts";

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

const person = eventDefinition();
const outgoing = (key: string, data: object = {}) =>
  outgoingMessage(
    person,
    createEnvelope(person, { person_id: key, ...data }, { source: "registry" }),
  );

async function memory() {
  const transport = createMemoryTransport();
  cleanups.push(() => transport.close());
  return transport;
}

async function redis() {
  const server: TestRedis = await startRedis();
  cleanups.push(() => server.stop());
  const transport = createRedisTransport({ url: server.url });
  cleanups.push(() => transport.close());
  return transport;
}

async function following(
  transport: Awaited<ReturnType<typeof memory>>,
  batch: BatchDefinition,
  handler: (envelopes: readonly Envelope[]) => Promise<void>,
) {
  const handled: Handled[] = [];
  const follow: FollowDefinition = {
    channel: "person",
    kind: "event",
    partitions: 2,
    handler: null,
    messages: [{ handler: "personAdded", message: person, batch }],
  };
  const subscription = await createConsumer({
    transport,
    service: "billing",
    follow,
    handlers: {},
    batchHandlers: { personAdded: handler },
    onHandled: (one) => handled.push(one),
  });
  const letters = () =>
    transport.list({ group: "billing", channel: "person", kind: "event", partitions: 2 });
  return { handled, letters, subscription };
}

const keysOf = (envelopes: readonly Envelope[]): readonly unknown[] =>
  envelopes.map(({ data }) => (data as { person_id: unknown }).person_id);

describe.each([
  ["memory", memory],
  ["redis", redis],
] as const)("on %s", (_, connect) => {
  test("messages of many keys come together, those of one key one after the other", async () => {
    const transport = await connect();
    const batches: (readonly Envelope[])[] = [];
    await following(transport, { size: 50, waitMs: 200 }, async (envelopes) => {
      batches.push(envelopes);
    });
    const keys = Array.from({ length: 50 }, (_, index) => `p${index % 25}`);
    await transport.publish(keys.map((key, number) => outgoing(key, { number })));
    await vi.waitFor(() => expect(batches.flat()).toHaveLength(50), 10_000);
    expect(batches.length).toBeLessThan(10);
    for (const batch of batches) expect(new Set(keysOf(batch)).size).toBe(batch.length);
    for (const key of new Set(keys)) {
      const numbers = batches
        .flat()
        .filter(({ data }) => (data as { person_id: string }).person_id === key)
        .map(({ data }) => (data as { number: number }).number);
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    }
  });

  test("one bad message of fifty is the only one that dies", async () => {
    const transport = await connect();
    const effects: unknown[] = [];
    const { letters, handled } = await following(
      transport,
      { size: 50, waitMs: 300 },
      async (envelopes) => {
        if (keysOf(envelopes).includes("p13")) throw new BerrysError("internal", "p13 is bad");
        effects.push(...keysOf(envelopes));
      },
    );
    const keys = Array.from({ length: 50 }, (_, index) => `p${index}`);
    await transport.publish(keys.map((key) => outgoing(key)));
    await vi.waitFor(async () => expect(await letters()).toHaveLength(1), 10_000);
    expect(effects.toSorted()).toEqual(keys.filter((key) => key !== "p13").toSorted());
    const [letter] = await letters();
    expect(letter).toMatchObject({ key: "p13", attempt: person.retry.attempts });
    const attempts = handled.filter(({ delivery }) => delivery.key === "p13");
    expect(attempts.map(({ delivery }) => delivery.attempt)).toEqual([1, 2, 3]);
  });
});

test("what a batch publishes has a correlation of its own, what a single message publishes has the message's", async () => {
  const transport = await memory();
  const seen: (readonly [number, unknown])[] = [];
  await following(transport, { size: 10, waitMs: 50 }, async (envelopes) => {
    seen.push([envelopes.length, currentCorrelation()]);
  });
  await transport.publish([outgoing("a"), outgoing("b")]);
  await vi.waitFor(() => expect(seen).toHaveLength(1));
  const single = outgoing("c");
  await transport.publish([single]);
  await vi.waitFor(() => expect(seen).toHaveLength(2));
  expect(seen[0]).toMatchObject([2, { causationId: null, principal: { id: "registry" } }]);
  expect(seen[1]).toMatchObject([1, { causationId: single.id }]);
});

test("a consumer that stops waits for no more messages", async () => {
  const transport = await memory();
  const seen: number[] = [];
  const { subscription } = await following(
    transport,
    { size: 10, waitMs: 60_000 },
    async (envelopes) => void seen.push(envelopes.length),
  );
  await transport.publish([outgoing("a"), outgoing("b")]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(seen).toEqual([]);
  await subscription.stop(5000);
  expect(seen).toEqual([2]);
});

test("a collector hands on what is there when it is enough, when the first has waited, and when it closes", async () => {
  const handed: (readonly number[])[] = [];
  const collector = createCollector<number>({ size: 3, waitMs: 20 }, (items) => handed.push(items));
  for (const item of [1, 2, 3, 4]) collector.add(item);
  expect(handed).toEqual([[1, 2, 3]]);
  await vi.waitFor(() => expect(handed).toEqual([[1, 2, 3], [4]]));
  collector.add(5);
  collector.close();
  collector.add(6);
  collector.close();
  expect(handed.slice(2)).toEqual([[5], [6]]);
});
