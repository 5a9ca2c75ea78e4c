import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { groupKeys } from "../../../runtime/src/transports/redis/keys.ts";
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
import type { World } from "../world.ts";

const keys = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => `k${i}`);
const warningsOf = async (world: World): Promise<readonly string[]> =>
  (await world.lines()).flatMap((line) => (line.step === "warning" ? [line.text] : []));

describe("a server that keeps what it confirmed", () => {
  const scenario = scenarios();

  scenario(
    "9 outage-longer-than-block: consumers go on by themselves when Redis is back",
    { publishTimeoutMs: 500 },
    [
      consumers(1),
      loading({ keys: keys(4), each: 100, perSecond: 60 }),
      seen("effect", 20),
      fault("outage", (world) => world.redis.kill()),
      pass(3000),
      restore("outage", (world) => world.redis.restart()),
      loaded(),
      recovered(),
      checked(({ counts }) => {
        expect(counts).toMatchObject({ published: 400, effects: 400, deadLetters: 0 });
        expect(counts.publishFailures).toBeGreaterThan(0);
      }),
    ],
  );

  scenario("13 del stream, xgroup destroy: consuming goes on, nothing new is lost", {}, [
    consumers(1),
    load({ keys: keys(4), each: 20 }),
    recovered(),
    ...(["del stream", "xgroup destroy"] as const).flatMap((kind, index) => [
      fault(kind, async (world) => {
        for (let partition = 0; partition < world.place.partitions; partition++) {
          const { stream } = groupKeys({ ...world.place, partition }, "g");
          if (kind === "del stream") await world.client.del(stream);
          else if ((await world.client.exists(stream)) === 1)
            await world.client.xgroup("DESTROY", stream, "g");
        }
      }),
      load({ keys: keys(4).map((key) => `${index}${key}`), each: 20 }),
      recovered(),
    ]),
    checked(({ counts }) => {
      expect(counts).toMatchObject({ effects: 240, redeliveries: 0, orderViolations: 0 });
    }),
  ]);

  scenario("16 oom-noeviction: publishing is refused, consuming goes on", { partitions: 2 }, [
    consumers(1, { concurrency: 1, handlerMs: 20 }),
    load({ keys: keys(8), each: 20 }),
    fault("maxmemory", (world) => world.client.config("SET", "maxmemory", "1")),
    act("most is still to be done", async (world) => {
      expect(world.tail.count("effect")).toBeLessThan(120);
    }),
    loading({ keys: ["late"], each: 2 }),
    seen("publish-failed", 1),
    act("the error has a name", async (world) => {
      const failed = (await world.lines()).find(({ step }) => step === "publish-failed");
      expect(failed).toMatchObject({ error: expect.stringContaining("maxmemory") });
    }),
    seen("effect", 160),
    act("everything is settled", async (world) => {
      await expect.poll(() => world.backlog(), { timeout: 10_000 }).toMatchObject({ unread: 0 });
    }),
    restore("maxmemory", (world) => world.client.config("SET", "maxmemory", "0")),
    loaded(),
    recovered(),
    checked(({ counts }) => expect(counts).toMatchObject({ published: 162, effects: 162 })),
  ]);
});

describe("a server that forgets", () => {
  const scenario = scenarios({ redis: ["--appendonly", "no"] });

  scenario(
    "11 restart-no-persistence: groups are made anew, no storm of errors, the loss is told",
    { publishTimeoutMs: 500 },
    [
      consumers(1),
      load({ keys: keys(4), each: 20 }),
      recovered(),
      fault("data gone", async (world) => {
        await world.redis.kill();
        await world.redis.restart();
      }),
      load({ keys: keys(4).map((key) => `new-${key}`), each: 20 }),
      recovered(),
      checked(async ({ counts }, world) => {
        expect(counts).toMatchObject({ published: 160, effects: 160 });
        const warnings = await warningsOf(world);
        expect(warnings.join("\n")).toMatch(/lost|gone/);
        expect(warnings.length).toBeLessThan(30);
      }),
    ],
  );
});

describe("a server that falls back to an earlier state", () => {
  const scenario = scenarios();

  scenario(
    "12 restart-aof: the publisher tells how many confirmed messages a server forgot when it came back",
    { publishTimeoutMs: 2000, partitions: 1 },
    [
      loading({ keys: keys(4), each: 50, perSecond: 100 }),
      seen("publish-ok", 40),
      act("remember this state", async (world) => {
        const folder = await folderOf(world);
        cpSync(join(folder, "appendonlydir"), join(folder, "earlier"), { recursive: true });
      }),
      seen("publish-ok", 100),
      fault("rolled back", async (world) => {
        const folder = await folderOf(world);
        await world.redis.kill();
        rmSync(join(folder, "appendonlydir"), { recursive: true });
        cpSync(join(folder, "earlier"), join(folder, "appendonlydir"), { recursive: true });
        await world.redis.restart();
      }),
      loaded(),
      consumers(1),
      recovered(),
      checked(
        async ({ counts }, world) => {
          expect(counts.published).toBe(200);
          expect(counts.lost).toBeGreaterThan(30);
          const told = (await warningsOf(world)).map((text) =>
            Number(/^(\d+) confirmed messages/.exec(text)?.[1] ?? 0),
          );
          expect(told.reduce((sum, count) => sum + count, 0)).toBe(counts.lost);
        },
        { except: ["L"] },
      ),
    ],
  );
});

async function folderOf({ client }: World): Promise<string> {
  const [, folder] = (await client.config("GET", "dir")) as readonly string[];
  return folder ?? "";
}
