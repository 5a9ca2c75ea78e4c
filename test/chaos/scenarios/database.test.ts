import { describe, expect } from "vitest";
import { findPostgres } from "../../support/postgres.ts";
import { scenarios } from "../scenario.ts";
import {
  act,
  checked,
  consumers,
  crash,
  fault,
  killConsumer,
  load,
  loaded,
  loading,
  pass,
  recovered,
  restore,
  seen,
  workingOf,
} from "../steps.ts";

const keys = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => `k${i}`);

describe.runIf(findPostgres() !== null)("effects in a database", () => {
  const scenario = scenarios({ postgres: true });
  const once = { groups: { g: "once" } } as const;

  scenario(
    "2 kill-after-effect-before-ack: the effect is there once, however often the message comes",
    { ...once, partitions: 1 },
    [
      load({
        keys: keys(4),
        each: 3,
        plans: {
          "k0:1": { kill: { at: "after-effect", times: 1 } },
          "k1:1": { kill: { at: "in-transaction", times: 1 } },
          "k2:1": { kill: { at: "start", times: 1 } },
        },
      }),
      crash(),
      crash(),
      crash(),
      consumers(1),
      recovered(),
      checked(({ counts }) => {
        expect(counts).toMatchObject({ effects: 12, doubleEffects: 0, deadLetters: 0 });
        expect(counts.redeliveries).toBeGreaterThan(2);
      }),
    ],
  );

  scenario(
    "7 event-loop-block: a process that blocks past its lease has no say when it comes back",
    { ...once, partitions: 1, leaseMs: 600 },
    [
      load({ keys: keys(6), each: 5, plans: { "k0:1": { blockMs: 2000 } } }),
      consumers(1),
      seen("deliver", 3),
      consumers(1),
      recovered(),
      checked(({ counts }) => {
        expect(counts).toMatchObject({ effects: 30, doubleEffects: 0 });
        // Losing the partition was noticed and told.
        expect(counts.warnings).toBeGreaterThan(0);
      }),
    ],
  );

  scenario(
    "33 double-claim: two consumers race for the partitions of a third that stalls and comes back",
    { ...once, partitions: 4 },
    [
      consumers(3, { handlerMs: 2 }),
      loading({ each: 40, perSecond: 300 }),
      seen("effect", 100),
      fault("pause", async (world) => workingOf(world.consumers, 0).actor.signal("SIGSTOP")),
      pass(1800),
      restore("pause", async (world) => workingOf(world.consumers, 0).actor.signal("SIGCONT")),
      loaded(),
      recovered(),
      checked(({ counts }) => expect(counts).toMatchObject({ effects: 640, doubleEffects: 0 })),
    ],
  );

  scenario(
    "40 outbox crash windows: before the commit, after it, and after publishing before it is noted",
    once,
    [
      consumers(1),
      ...(["before-commit", "after-commit", "after-publish"] as const).map((window) =>
        fault(`producer killed ${window}`, async (world) => {
          const producer = await world.produce({
            keys: keys(4).map((key) => `${window}-${key}`),
            each: 10,
            perSecond: 200,
            outbox: world.schemaOf("g"),
            plans: { [`${window}-k1:5`]: { killPublisher: window } },
          });
          await producer.actor.exited;
        }),
      ),
      act("what was left is sent by the next", async (world) => {
        const outbox = world.schemaOf("g");
        await world.produce({ keys: ["last"], each: 1, outbox });
        await expect
          .poll(() => world.storeOf("g").database.sql.query(`SELECT id FROM "${outbox}".outbox`), {
            timeout: 20_000,
          })
          .toEqual([]);
      }),
      recovered(),
      checked(async ({ counts }, world) => {
        expect(counts.doubleEffects).toBe(0);
        const has = new Set((await world.storeOf("g").read()).map(({ key, n }) => `${key}:${n}`));
        expect(has.has("before-commit-k1:5")).toBe(false);
        expect(has.has("after-commit-k1:5")).toBe(true);
        expect(has.has("after-publish-k1:5")).toBe(true);
      }),
    ],
  );

  scenario(
    "40 outbox: order of keys and single effects with a consumer killed under a relayed load",
    once,
    [
      consumers(2, { handlerMs: 2 }),
      act("relayed load", (world) =>
        world.produce({ keys: keys(8), each: 30, perSecond: 200, outbox: world.schemaOf("g") }),
      ),
      seen("effect", 60),
      killConsumer(),
      loaded(),
      act("relayed", async (world) => {
        const table = `"${world.schemaOf("g")}".outbox`;
        await expect
          .poll(() => world.storeOf("g").database.sql.query(`SELECT id FROM ${table}`), {
            timeout: 20_000,
          })
          .toEqual([]);
      }),
      recovered(),
      checked(({ counts }) => expect(counts).toMatchObject({ effects: 240, doubleEffects: 0 })),
    ],
  );
});
