/** Dead letters as they lie in Redis: compressed bodies, bytes that are no text, commands of a priority. */
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import {
  editLetter,
  exportLetter,
  type Letter,
  lettersOf,
  type MessageDefinition,
  replayLetters,
} from "../../runtime/src/queues.ts";
import { createRedisTransport } from "../../runtime/src/transports/redis.ts";
import type { Delivery, Outcome } from "../../runtime/src/transports/transport.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";

const place = { kind: "command", channel: "printer", partitions: 1, group: "printer" } as const;
const stream = "berrys:{cmd/printer/0}:commands";
const author = { by: "ada", why: "", run: "" };
let redis: TestRedis;
let client: Redis;
let transport: ReturnType<typeof createRedisTransport>;
let outcome: Outcome;
let seen: Delivery[];

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
  transport = createRedisTransport({ url: redis.url, leaseMs: 1000 });
  outcome = { kind: "dead", reason: "rejected", error: "no paper", haltKey: false };
  seen = [];
  await transport.subscribe({
    ...place,
    handle: async (delivery) => {
      seen.push(delivery);
      return outcome;
    },
  });
});
afterEach(() => transport.close());

const until = (assertion: () => unknown): Promise<void> =>
  vi.waitFor(assertion as () => void, { timeout: 20_000, interval: 20 });
async function letter(): Promise<Letter> {
  let found: Letter | undefined;
  await until(async () => {
    for await (const one of lettersOf(transport.admin.letters, [place], {})) found = one;
    expect(found).toBeDefined();
  });
  return found as Letter;
}

const envelope = {
  id: "0197f1aa-1111-7abc-8def-0123456789ab",
  type: "printer.print",
  source: "test",
  timestamp: "2026-01-01T00:00:00.000Z",
  correlation_id: "0197f1aa-2222-7abc-8def-0123456789ab",
  data: { text: "a long text ".repeat(2000) },
};
const body = JSON.stringify(envelope);
const definition: MessageDefinition = {
  kind: "command",
  type: "printer.print",
  channel: "printer",
  partitions: 1,
  version: 1,
  key: null,
  retry: { attempts: 1, backoffMs: 1, maxBackoffMs: 1 },
  deadLetter: "continue",
  sensitive: [],
  checkReply: null,
  check: () => {},
};

test("a compressed body is shown as text, exported as it is, replayed and edited", async () => {
  const message = { ...place, id: envelope.id, key: null, body, priority: "high" } as const;
  await transport.publish([message]);
  const found = await letter();
  expect(found.type).toBe("printer.print");
  expect(found.body === body).toBe(true);
  const [raw] = await client.xrangeBuffer(`${stream}:printer:dead`, "-", "+");
  const at = raw?.[1].findIndex((name) => name.toString() === "zstd") ?? -1;
  expect(at).toBeGreaterThan(0);
  expect(exportLetter(found).fields).toContainEqual({
    name: "zstd",
    base64: raw?.[1][at + 1]?.toString("base64"),
  });
  await replayLetters(transport.admin.letters, { places: [place], filter: {}, ...author });
  await until(() => expect(seen).toHaveLength(2));
  expect(seen[1]?.body === body).toBe(true);
  outcome = { kind: "done" };
  await until(async () => expect((await letter()).replays).toBe(1));
  const data = { text: "short" };
  const id = await editLetter(transport.admin.letters, await letter(), {
    ...author,
    data,
    definition,
  });
  await until(() => expect(seen).toHaveLength(3));
  expect(JSON.parse(seen[2]?.body ?? "")).toMatchObject({ id, data });
});

test("20: an entry that cannot be read is a letter with its bytes, and comes back as one", async () => {
  const bytes = Buffer.from([0x00, 0xff, 0xfe, 0x80]);
  await client.xadd(stream, "*", "id", "broken", "key", "k", "body", bytes);
  const found = await letter();
  expect(found).toMatchObject({ id: "broken", key: "k", reason: "undecodable", type: null });
  const field = found.fields.find(([name]) => name === "body");
  expect(Buffer.from(field?.[1] ?? [])).toEqual(bytes);
  await expect(
    editLetter(transport.admin.letters, found, { ...author, data: {}, definition }),
  ).rejects.toThrow(/no envelope/);
  await replayLetters(transport.admin.letters, { places: [place], filter: {}, ...author });
  await until(async () => expect((await letter()).replays).toBe(1));
  const again = await letter();
  expect(Buffer.from(again.fields.find(([name]) => name === "body")?.[1] ?? [])).toEqual(bytes);
  expect(seen).toEqual([]);
});
