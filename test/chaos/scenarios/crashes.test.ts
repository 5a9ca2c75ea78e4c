import { expect } from "vitest";
import { scenarios } from "../scenario.ts";
import {
  act,
  checked,
  consumers,
  crash,
  crashUntilLetters,
  fault,
  killConsumer,
  load,
  loaded,
  loading,
  pass,
  recovered,
  seen,
  workingOf,
} from "../steps.ts";

const scenario = scenarios();
const keys = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => `k${i}`);

scenario("1 kill-mid-handler: consumers that are killed again and again", {}, [
  consumers(2, { handlerMs: 4 }),
  loading({ each: 60, perSecond: 600 }),
  seen("effect", 100),
  killConsumer(),
  consumers(1, { handlerMs: 4 }),
  seen("effect", 400),
  killConsumer(),
  consumers(1, { handlerMs: 4 }),
  loaded(),
  recovered(),
  checked(({ counts }) => {
    expect(counts).toMatchObject({ published: 960, effects: 960, deadLetters: 0 });
    expect(counts.faults).toEqual({ "kill consumer": 2 });
  }),
]);

scenario(
  "3 kill-between-batch-acks: of fifty messages read at once, those settled do not come again",
  { partitions: 1 },
  [
    load({
      keys: keys(50),
      each: 1,
      plans: { "k20:0": { kill: { at: "after-effect", times: 1 } } },
    }),
    crash({ concurrency: 1, handlerMs: 20 }),
    consumers(1),
    recovered(),
    checked(({ counts }) => {
      // Twenty were handled before; besides the one it died in, at most those of its last commit come again.
      expect(counts.effects).toBe(50);
      expect(counts.redeliveries).toBeGreaterThanOrEqual(1);
      expect(counts.redeliveries).toBeLessThanOrEqual(4);
      expect(counts.duplicates).toBe(counts.redeliveries);
    }),
  ],
);

scenario(
  "4 drain: what was read and not started goes to the next at once, and costs no attempt",
  { partitions: 1, leaseMs: 20_000 },
  [
    load({ keys: keys(40), each: 2 }),
    consumers(1, { concurrency: 4, handlerMs: 60 }),
    seen("deliver", 8),
    consumers(1),
    fault("drain", (world) => world.stop(workingOf(world.consumers, 0))),
    recovered(10_000),
    checked(({ counts }) => {
      expect(counts).toMatchObject({ effects: 80, redeliveries: 0, retries: 0 });
    }),
  ],
);

scenario(
  "4 drain: a handler that outlasts the grace period is cut off, and its message comes again",
  { partitions: 1 },
  [
    load({ keys: keys(1), each: 3, plans: { "k0:0": { sleepMs: 3000 } } }),
    consumers(1),
    seen("deliver", 1),
    fault("drain without time", async (world) => {
      const working = workingOf(world.consumers, 0);
      await world.stop(working, 100);
    }),
    consumers(1),
    recovered(),
    checked(({ counts }) => expect(counts.effects).toBe(3)),
  ],
);

scenario(
  "5 slow-handler: a handler of three leases keeps its message",
  { leaseMs: 600, partitions: 1 },
  [
    consumers(2),
    load({ keys: keys(2), each: 2, plans: { "k0:0": { sleepMs: 1800 } } }),
    recovered(),
    checked(({ counts }) => expect(counts).toMatchObject({ deliveries: 4, redeliveries: 0 })),
  ],
);

scenario(
  "6 buffered-ages: messages that wait behind others in memory for two leases stay with their reader",
  { leaseMs: 600, partitions: 1 },
  [
    consumers(2, { concurrency: 1, handlerMs: 120 }),
    load({ keys: keys(12), each: 1 }),
    recovered(),
    checked(({ counts }) => expect(counts).toMatchObject({ deliveries: 12, redeliveries: 0 })),
  ],
);

scenario(
  "22 crash-on-message: a message that ends its process each time is a dead letter after its attempts",
  { partitions: 1, leaseMs: 500 },
  [
    load({
      keys: keys(4),
      each: 2,
      plans: { "k1:0": { kill: { at: "start", times: Number.MAX_SAFE_INTEGER } } },
    }),
    crashUntilLetters(1),
    recovered(),
    checked(async ({ counts }, world) => {
      expect(counts).toMatchObject({ effects: 7, deadLetters: 1 });
      const [dead] = await world.letters("g");
      expect(dead).toMatchObject({ id: "k1:0", reason: "crashed", attempt: 3 });
    }),
  ],
);

scenario(
  "22 crash-on-message: few attempts are no harm to what was beside it",
  { partitions: 1, leaseMs: 500, attempts: 2 },
  [
    load({
      keys: keys(4),
      each: 2,
      plans: { "k1:0": { kill: { at: "start", times: Number.MAX_SAFE_INTEGER } } },
    }),
    crashUntilLetters(1),
    recovered(),
    checked(({ counts }) => expect(counts).toMatchObject({ effects: 7, deadLetters: 1 })),
  ],
);

scenario(
  "32 claim-cursor-fairness: a new owner reaches everything pending, however much of it is stuck",
  { partitions: 1, attempts: 30 },
  [
    load({
      keys: keys(40),
      each: 10,
      plans: Object.fromEntries(keys(8).map((key) => [`${key}:0`, { failures: 3 }])),
    }),
    consumers(1, { concurrency: 1, handlerMs: 30 }),
    seen("deliver", 5),
    killConsumer(),
    consumers(1),
    recovered(),
    checked(({ counts }) => expect(counts.effects).toBe(400)),
  ],
);

scenario("36 rebalance: consumers join and leave while messages flow", { partitions: 8 }, [
  consumers(1, { handlerMs: 1 }),
  loading({ keys: keys(32), each: 60, perSecond: 500 }),
  ...[1, 2, 3].flatMap(() => [
    fault("join", (world) => world.consume({ handlerMs: 1 })),
    pass(400),
    fault("leave", (world) => world.stop(workingOf(world.consumers, 0))),
    pass(300),
  ]),
  loaded(),
  recovered(),
  checked(async ({ counts }, world) => {
    // Nobody was killed and nobody stalled: a hand-over alone must cost nothing.
    expect(counts).toMatchObject({ effects: 1920, redeliveries: 0 });
    // They did change hands.
    expect(Math.min(...(await world.epochs("g")))).toBeGreaterThan(1);
  }),
]);

scenario(
  "37 hot-key: nine of ten messages have one key; the others do not wait for it",
  { partitions: 1 },
  [
    load({ keys: ["hot"], each: 300 }),
    load({ keys: keys(10), each: 3 }),
    consumers(1, { handlerMs: 5 }),
    recovered(),
    checked(async ({ counts }, world) => {
      expect(counts.effects).toBe(330);
      const order = (await world.lines()).filter(({ step }) => step === "effect");
      const lastOther = order.findLastIndex((line) => "key" in line && line.key !== "hot");
      expect(lastOther).toBeLessThan(330 * 0.75);
    }),
  ],
);

scenario(
  "38 backpressure: a producer far ahead of its consumer fills the stream, not the consumer",
  { partitions: 2 },
  [
    consumers(1, { concurrency: 1, handlerMs: 1 }),
    loading({ keys: keys(64), each: 50, maxBuffered: 16 }),
    act("watch", async (world) => {
      while (world.tail.count("publish-ok") < 3200) {
        const { pending, length } = await world.backlog();
        world.history.write({ step: "backlog", pending, length });
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }),
    loaded(),
    act("the rest goes faster", async (world) => {
      await world.consume();
      await world.consume();
    }),
    recovered(),
    checked(
      ({ counts }) => {
        expect(counts).toMatchObject({ published: 3200, effects: 3200 });
        // The publisher's own bound was felt, and what it refused was published later.
        expect(counts.publishFailures).toBeGreaterThan(0);
      },
      { maxPending: 2 * 2048 },
    ),
  ],
);
