import { expect } from "vitest";
import { scenarios } from "../scenario.ts";
import {
  act,
  checked,
  consumers,
  fault,
  load,
  loaded,
  loading,
  pass,
  recovered,
  restore,
  seen,
} from "../steps.ts";

const scenario = scenarios();
const keys = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => `k${i}`);

scenario(
  "8 half-open-tcp: connections that fall silent are replaced within seconds",
  { publishTimeoutMs: 1500 },
  [
    consumers(1, { through: "proxy" }),
    loading({ keys: keys(8), each: 120, perSecond: 150, through: "proxy" }),
    seen("effect", 50),
    fault("half-open", async (world) => {
      world.proxy.fallSilent();
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }),
    restore("half-open", async (world) => world.proxy.restore()),
    loaded(),
    recovered(),
    act("old sockets are gone", async (world) => {
      // Each process has a handful of connections; none of before is still held.
      await expect.poll(() => world.proxy.connections()).toBeLessThan(12);
    }),
    checked(({ counts }) => expect(counts).toMatchObject({ published: 960, effects: 960 })),
  ],
);

scenario("10 client-kill-storm: all connections are killed again and again under load", {}, [
  consumers(2),
  loading({ keys: keys(16), each: 60, perSecond: 400 }),
  fault("client kill storm", async (world) => {
    for (let i = 0; i < 10; i++) {
      await world.client.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
      await new Promise((resolve) => setTimeout(resolve, 120));
    }
  }),
  loaded(),
  recovered(),
  checked(({ counts }) => {
    expect(counts).toMatchObject({ published: 960, effects: 960, deadLetters: 0 });
  }),
]);

scenario(
  "18 lost-reply-duplicate-publish: an answer that is lost does not make a second message",
  { partitions: 1 },
  [
    consumers(1),
    ...[true, false].flatMap((ids) => [
      loading({
        keys: keys(4).map((key) => `${key}-${ids}`),
        each: 60,
        perSecond: 200,
        through: "proxy",
        ids,
      }),
      ...[1, 2, 3].flatMap(() => [
        fault("lost reply", async (world) => {
          world.proxy.loseReplies("EVALSHA", 1);
          await expect.poll(() => world.proxy.toLose()).toBe(0);
        }),
        pass(100),
      ]),
      loaded(),
    ]),
    recovered(),
    checked(async ({ counts }, world) => {
      expect(counts).toMatchObject({ published: 480, deliveries: 480, duplicates: 0 });
      expect((await world.backlog()).length).toBe(480);
    }),
  ],
);

scenario(
  "25 retry/DLQ-move crash windows: an answer to a retry, a dead letter or an acknowledgement that is lost",
  { partitions: 1 },
  [
    consumers(1, { through: "proxy" }),
    loading({
      keys: keys(4),
      each: 50,
      perSecond: 100,
      plans: Object.fromEntries(
        keys(4).flatMap((key) => [
          [`${key}:10`, { failures: 2 }],
          [`${key}:20`, { rejected: true as const }],
          [`${key}:30`, { rejected: true as const }],
        ]),
      ),
    }),
    fault("lost replies of a consumer", async (world) => {
      while (world.tail.count("publish-ok") < 200) {
        world.proxy.loseReplies("EVALSHA", 1);
        await new Promise((resolve) => setTimeout(resolve, 120));
      }
      world.proxy.restore();
    }),
    loaded(),
    recovered(),
    checked(async ({ counts }, world) => {
      expect(counts).toMatchObject({ published: 200, effects: 192, deadLetters: 8 });
      const ids = (await world.letters("g")).map(({ id }) => id);
      expect(new Set(ids).size).toBe(8);
    }),
  ],
);

scenario("39 noscript: scripts are forgotten under load", {}, [
  consumers(1),
  loading({ keys: keys(16), each: 40, perSecond: 500 }),
  fault("script flush", async (world) => {
    while (world.tail.count("publish-ok") < 640) {
      await world.client.script("FLUSH");
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }),
  loaded(),
  recovered(),
  checked(({ counts }) => {
    expect(counts).toMatchObject({ published: 640, effects: 640, redeliveries: 0 });
  }),
]);

scenario("a slow line changes nothing but time", { partitions: 1 }, [
  fault("slow line", async (world) => world.proxy.delay(15)),
  consumers(1, { through: "proxy" }),
  load({ keys: keys(8), each: 10, through: "proxy" }),
  recovered(),
  checked(({ counts }) => {
    expect(counts).toMatchObject({ effects: 80, redeliveries: 0, publishFailures: 0 });
  }),
]);
