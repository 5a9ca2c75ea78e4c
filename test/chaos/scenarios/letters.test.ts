import { expect } from "vitest";
import { groupKeys } from "../../../runtime/src/transports/redis/keys.ts";
import { createRedisTransport } from "../../../runtime/src/transports/redis.ts";
import type { DeadLetter } from "../../../runtime/src/transports/transport.ts";
import { idOf, nameOf } from "../history.ts";
import { scenarios } from "../scenario.ts";
import {
  act,
  checked,
  consumers,
  crashUntilLetters,
  fault,
  killConsumer,
  load,
  recovered,
  seen,
} from "../steps.ts";
import type { World } from "../world.ts";

const scenario = scenarios();
const keys = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => `k${i}`);
const streamOf = (world: World): string => groupKeys({ ...world.place, partition: 0 }, "g").stream;

/** What an operator does, from a process of its own place. */
async function operate<T>(
  world: World,
  work: (
    transport: ReturnType<typeof createRedisTransport>,
    letters: readonly DeadLetter[],
  ) => Promise<T>,
): Promise<T> {
  const { prefix, kind, channel, partitions } = world.place;
  const transport = createRedisTransport({ url: world.redis.url, prefix });
  try {
    return await work(transport, await transport.list({ group: "g", kind, channel, partitions }));
  } finally {
    await transport.close();
  }
}

const replayAll = act("replay", (world) =>
  operate(world, async (transport, letters) => {
    for (const letter of letters) {
      const message = nameOf(letter.id);
      if (message === null) continue;
      world.history.write({ step: "replay", group: "g", ...message });
      expect(await transport.replay(letter)).toBe(true);
    }
  }),
);

scenario(
  "19 idempotent-publish + replay: a replayed letter is really there again, although its id is known",
  { partitions: 1, attempts: 2 },
  [
    consumers(1),
    load({ keys: keys(2), each: 3, plans: { "k0:1": { failures: 2 } } }),
    recovered(),
    act("one letter", async (world) => {
      await expect.poll(() => world.letters("g")).toHaveLength(1);
    }),
    replayAll,
    // The plan counts attempts, and those of a replay begin again: it fails as before.
    recovered(),
    act("a letter again", async (world) => {
      expect(await world.letters("g")).toMatchObject([{ id: "k0:1", attempt: 2 }]);
    }),
    checked(({ counts }) => {
      expect(counts).toMatchObject({ effects: 5, deadLetters: 1, deliveries: 9 });
    }),
  ],
);

const garbage: readonly (readonly (string | Buffer)[])[] = [
  ["what", Buffer.from([0xff, 0x00])],
  ["id", "no body", "key", "k0"],
  ["id", "not UTF-8", "key", "k0", "body", Buffer.from([0xff, 0xfe])],
  ["id", "no JSON", "key", "k0", "body", "{"],
  ["id", "no envelope", "key", "k0", "body", "[]"],
  ["id", "no known encoding", "key", "k0", "body:lzw", "abc"],
  ["id", "broken compression", "key", "k0", "body:gzip", Buffer.from([0x1f, 0x8b, 8, 0, 0])],
  ["id", "invalid data", "key", "k0", "body", envelope({ nothing: true })],
  ["id", "unknown version", "key", "k0", "body", envelope({ key: "k0", n: 1 }, { version: 7 })],
];

function envelope(data: unknown, metadata: unknown = {}): string {
  const id = crypto.randomUUID();
  const timestamp = new Date().toISOString();
  const rest = { source: "stranger", timestamp, correlation_id: id, data, metadata };
  return JSON.stringify({ id, type: "task.happened", ...rest });
}

scenario(
  "20 poison-undecodable: what is no message becomes a dead letter, byte for byte; its neighbours go on",
  { partitions: 1 },
  [
    consumers(1),
    load({ keys: keys(2), each: 10 }),
    fault("garbage", async (world) => {
      for (const fields of garbage) await world.client.xadd(streamOf(world), "*", ...fields);
    }),
    load({ keys: ["x", "y"], each: 10 }),
    recovered(),
    checked(async ({ counts }, world) => {
      expect(counts).toMatchObject({ effects: 40, deadLetters: garbage.length });
      const { dead } = groupKeys({ ...world.place, partition: 0 }, "g");
      const letters = await world.client.xrangeBuffer(dead, "-", "+");
      for (const [index, fields] of garbage.entries()) {
        const kept = letters[index]?.[1] ?? [];
        const start = kept.length - fields.length;
        expect(kept.slice(start)).toEqual(fields.map((value) => Buffer.from(value)));
      }
    }),
  ],
);

scenario("21 poison-in-batch: one of fifty that are read at once", { partitions: 1 }, [
  load({ keys: keys(25), each: 1 }),
  fault("garbage", (world) => world.client.xadd(streamOf(world), "*", "what", "is this")),
  load({ keys: keys(24).map((key) => `${key}'`), each: 1 }),
  consumers(1),
  recovered(),
  checked(({ counts }) => {
    expect(counts).toMatchObject({ effects: 49, redeliveries: 0, deadLetters: 1 });
  }),
]);

scenario(
  "23 retry-does-not-block: while one key is tried again the others are done",
  { partitions: 1, attempts: 6 },
  [
    load({ keys: keys(20), each: 5, plans: { "k0:0": { failures: 5 } } }),
    consumers(1),
    recovered(),
    checked(async ({ counts }, world) => {
      expect(counts).toMatchObject({ effects: 100, retries: 5 });
      const order = (await world.lines()).filter(({ step }) => step === "effect");
      const first = order.findIndex((line) => "key" in line && line.key === "k0");
      expect(first).toBe(95);
    }),
  ],
);

scenario(
  "24 retry-keeps-key-order: the messages behind one that fails wait for it, also when its consumer is killed",
  { partitions: 1, attempts: 4 },
  [
    load({ keys: ["a", "b"], each: 6, plans: { "a:0": { failures: 2 }, "b:2": { failures: 2 } } }),
    consumers(1),
    seen("retry", 2),
    killConsumer(),
    consumers(1),
    recovered(),
    checked(({ counts }) => expect(counts).toMatchObject({ effects: 12, orderViolations: 0 })),
  ],
);

scenario(
  "27 ordered-dlq: a halted key waits for its dead letter across a crash, then goes on in order",
  { partitions: 1, attempts: 3, deadLetter: "halt-key" },
  [
    load({
      keys: ["a", "b"],
      each: 5,
      plans: { "a:1": { kill: { at: "start", times: 3 } } },
    }),
    crashUntilLetters(1),
    seen("effect", 6),
    fault("discard", (world) =>
      operate(world, async (transport, letters) => {
        for (const letter of letters) expect(await transport.discard(letter)).toBe(true);
      }),
    ),
    recovered(),
    checked(
      ({ counts, violations }) => {
        expect(counts).toMatchObject({ effects: 9, lost: 1, orderViolations: 0 });
        // The one that was thrown away.
        expect(violations.map(({ text }) => text)).toEqual([
          `g: ${idOf({ key: "a", n: 1 })} was confirmed and had no effect`,
        ]);
      },
      { except: ["L"] },
    ),
  ],
);
