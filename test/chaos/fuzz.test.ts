import { afterAll, beforeAll, expect, test } from "vitest";
import { startRedis, type TestRedis } from "../support/redis.ts";
import { type Actors, createActors } from "./actors.ts";
import { fuzz } from "./fuzz.ts";
import { reportOf } from "./report.ts";

const timeout = 200_000;

let redis: TestRedis;
let actors: Actors;
beforeAll(async () => {
  actors = createActors();
  redis = await startRedis({ arguments: ["--appendfsync", "always"] });
}, timeout);
afterAll(async () => {
  const problems = await actors.close();
  await redis.stop();
  expect(problems).toEqual([]);
}, timeout);

// Other seeds see other faults; the long form draws one of its own.
test.each([
  { packed: false, seed: 4, durationMs: 15_000 },
  { packed: true, seed: 9, durationMs: 10_000 },
])(
  "mixed faults violate nothing; messages share entries: $packed",
  { timeout },
  async ({ packed, seed, durationMs }) => {
    const result = await fuzz({
      seed,
      durationMs,
      packed,
      perSecond: 150,
      pauseMs: [500, 2000],
      redis,
      actors,
      database: null,
    });
    expect(result.violations, reportOf(result)).toEqual([]);
    expect(result.counts.published).toBeGreaterThan(300);
    expect(Object.keys(result.counts.faults).length).toBeGreaterThan(3);
  },
);
