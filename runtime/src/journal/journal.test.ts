import { afterAll, beforeAll, expect, test } from "vitest";
import { startRedis, type TestRedis } from "../../../test/support/redis.ts";
import { createMemoryJournal } from "../transports/memory-journal.ts";
import { createConnection } from "../transports/redis/connector.ts";
import { createRedisJournalReader, createRedisJournalWriter } from "../transports/redis/journal.ts";
import { createJournal, type JournalReader, type JournalWriter } from "./journal.ts";
import { type JournalRecord, readRecord, writeRecord } from "./record.ts";
import { storyOf } from "./story.ts";

const maxBytes = 1_000_000;
let redis: TestRedis;
const closing: (() => void)[] = [];

beforeAll(async () => {
  redis = await startRedis();
});

afterAll(async () => {
  for (const close of closing) close();
  await redis.stop();
});

const stores = ["memory", "redis"] as const;

function openStore(name: (typeof stores)[number], prefix: string): JournalWriter & JournalReader {
  if (name === "memory") return createMemoryJournal();
  const connection = createConnection({ url: redis.url, name: "journal", silenceMs: 4000 });
  closing.push(() => connection.close());
  return {
    ...createRedisJournalWriter(connection, prefix),
    ...createRedisJournalReader(connection, prefix),
  };
}

function record(own: Partial<JournalRecord>): JournalRecord {
  return {
    hop: "published",
    at: 1_767_323_045_006,
    service: "orders",
    kind: "event",
    channel: "order",
    type: "order.placed",
    messageId: "message-1",
    correlationId: "correlation-1",
    causationId: null,
    traceId: null,
    key: "o-1",
    attempt: null,
    durationMs: null,
    error: null,
    ...own,
  };
}

test("a record is one line and comes back as it was", () => {
  const odd = record({
    hop: "retried",
    key: "tab\t, line\n, back\\slash, \\t",
    attempt: 2,
    durationMs: 1.5,
    error: "two\nlines",
  });
  expect(writeRecord(odd)).not.toContain("\n");
  expect(readRecord(writeRecord(odd))).toEqual(odd);
});

test("lines that another version wrote are passed over", () => {
  expect(readRecord("")).toBeNull();
  expect(readRecord(writeRecord(record({})).replace("published", "teleported"))).toBeNull();
});

test.each(stores)("%s tells the whole story of one message, oldest first", async (name) => {
  const store = openStore(name, "story");
  const journal = createJournal(store, { maxBytes });
  const handled = record({ hop: "handled", service: "stock", at: 1_767_323_046_000 });
  const effect = record({
    messageId: "message-2",
    causationId: "message-1",
    service: "stock",
    at: 1_767_323_047_000,
  });
  journal.add(effect);
  journal.add(handled);
  journal.add(record({}));
  journal.add(record({ messageId: "message-10", correlationId: "correlation-10" }));
  await journal.close();

  expect(await storyOf(store, "message-1", 100)).toEqual([record({}), handled, effect]);
  expect(await storyOf(store, "correlation-1", 2)).toEqual([record({}), handled]);
  expect(await storyOf(store, "message-3", 100)).toEqual([]);
});

test.each(stores)("%s keeps the latest records up to its size", async (name) => {
  const store = openStore(name, "size");
  const line = `${writeRecord(record({}))}\n`;
  for (let index = 0; index < 50; index++)
    await store.append(line.replace("message-1", `message-${index}`), line.length * 10 + 20);
  const kept = await store.find("correlation-1", 100);
  expect(kept.map(({ messageId }) => messageId)).toEqual(
    Array.from({ length: 10 }, (_, index) => `message-${index + 40}`),
  );
});

test("pages are searched to the end, from shortly before the time in the id on", async () => {
  const store = openStore("redis", "pages");
  const id = "ffffffff-ffff-7000-8000-000000000000";
  for (let index = 0; index < 200; index++)
    await store.append(`${writeRecord(record({ messageId: `message-${index}` }))}\n`, maxBytes);
  await store.append(`${writeRecord(record({ messageId: id }))}\n`, maxBytes);
  expect(await store.find("message-199", 10)).toHaveLength(1);
  expect(await store.find("correlation-1", 1000)).toHaveLength(201);
  expect(await store.find(id, 10), "an id of the far future is not there yet").toHaveLength(0);
});

test("what cannot be an id is refused with a sentence", async () => {
  const store = openStore("redis", "ids");
  await expect(store.find("a b", 10)).rejects.toThrow("expected 1 to 128 visible ASCII characters");
});

test("a store that fails costs records, which are counted, and no message", async () => {
  const told: number[] = [];
  const broken = { append: () => Promise.reject(new Error("gone")) };
  const journal = createJournal(broken, { maxBytes, onDropped: (count) => told.push(count) });
  for (let index = 0; index < 10_000; index++) journal.add(record({}));
  await journal.close();
  expect(told.length).toBe(1);
  expect(told[0]).toBeGreaterThan(0);
});
