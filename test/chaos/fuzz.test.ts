import { afterAll, beforeAll, expect, test } from "vitest";
import { startRedis, type TestRedis } from "../support/redis.ts";
import { type Actors, createActors } from "./actors.ts";
import { fuzz } from "./fuzz.ts";
import { reportOf } from "./report.ts";

const timeout = 200_000;
/** Change it to see other faults; the long form draws one of its own. */
const seed = 4;

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

test("a quarter of a minute of mixed faults violates nothing", { timeout }, async () => {
  const result = await fuzz({
    seed,
    durationMs: 15_000,
    perSecond: 150,
    pauseMs: [500, 2000],
    redis,
    actors,
    database: null,
  });
  expect(result.violations, reportOf(result)).toEqual([]);
  expect(result.counts.published).toBeGreaterThan(500);
  expect(Object.keys(result.counts.faults).length).toBeGreaterThan(3);
});
