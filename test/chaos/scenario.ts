import { afterAll, beforeAll, expect, test } from "vitest";
import { startPostgres, type TestPostgres } from "../support/postgres.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";
import { type Actors, type ActorsOptions, createActors } from "./actors.ts";
import { runSteps, type Step } from "./steps.ts";
import { createWorld, type WorldOptions } from "./world.ts";

export type ScenarioOptions = Partial<Omit<WorldOptions, "name" | "redis" | "actors" | "database">>;

/** Registers a scenario; the name starts with its number in `README.md`. */
export type Scenario = (name: string, options: ScenarioOptions, steps: readonly Step[]) => void;

/** Milliseconds for one scenario on a slow machine. */
const timeout = 90_000;

/**
 * Servers and processes for the scenarios of one file, each under a prefix of its own. Redis writes every command to
 * disk before it answers, so that nothing that is confirmed may be lost whatever happens to it.
 */
export function scenarios(
  options: {
    readonly postgres?: boolean;
    /** Arguments of redis-server. */
    readonly redis?: readonly string[];
    readonly actors?: ActorsOptions;
  } = {},
): Scenario {
  let redis: TestRedis;
  let postgres: TestPostgres | null = null;
  let actors: Actors;
  let number = 0;
  beforeAll(async () => {
    actors = createActors(options.actors);
    [redis, postgres] = await Promise.all([
      startRedis({ arguments: ["--appendfsync", "always", ...(options.redis ?? [])] }),
      options.postgres === true ? startPostgres() : null,
    ]);
  }, timeout);
  afterAll(async () => {
    const problems = await actors.close();
    await Promise.all([redis.stop(), postgres?.stop()]);
    expect(problems).toEqual([]);
  }, timeout);

  return (name, settings, steps) => {
    test(name, { timeout }, async () => {
      const world = await createWorld({
        name: `s${number++}`,
        redis,
        actors,
        database: postgres?.url ?? null,
        ...settings,
      });
      try {
        await runSteps(world, steps);
      } finally {
        await world.close();
      }
    });
  };
}
