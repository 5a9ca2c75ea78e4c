/**
 * The language of the scenarios: a list of steps, start → load → fault → load → restore → check. A step is a name and
 * what it does; whatever is no step of its own is written with `act`.
 */
import { expect } from "vitest";
import { until } from "../support/until.ts";
import type { HistoryLine } from "./history.ts";
import type { Expected, Invariant, Verdict } from "./verdict.ts";
import type { ConsumeSettings, ProduceSettings, Working, World } from "./world.ts";

export interface Step {
  readonly name: string;
  readonly run: (world: World) => Promise<unknown>;
}

/** Milliseconds in which a backlog must be gone on a slow machine. */
const patienceMs = 30_000;

/** Anything else that happens. */
export const act = (name: string, run: Step["run"]): Step => ({ name, run });

/** Starts consumers, each in a process of its own. */
export const consumers = (count: number, settings: ConsumeSettings = {}): Step =>
  act(`start ${count} consumers`, (world) =>
    Promise.all(Array.from({ length: count }, () => world.consume(settings))),
  );

/** Publishes and waits until all of it is confirmed. */
export const load = (settings: ProduceSettings = {}): Step =>
  act("load", async (world) => {
    const producer = await world.produce(settings);
    await producer.produced;
    await world.stop(producer);
  });

/** Begins to publish; the next steps happen meanwhile. */
export const loading = (settings: ProduceSettings = {}): Step =>
  act("loading", (world) => world.produce(settings));

/** Waits until everything that is being published is confirmed. */
export const loaded = (): Step =>
  act("loaded", async (world) => {
    await Promise.all(world.producers.map(({ produced }) => produced));
  });

/** Does harm. */
export const fault = (kind: string, run: Step["run"]): Step =>
  act(`fault: ${kind}`, async (world) => {
    world.history.write({ step: "fault", kind });
    await run(world);
  });

/** Ends the harm. */
export const restore = (kind: string, run: Step["run"]): Step =>
  act(`restore: ${kind}`, async (world) => {
    await run(world);
    world.history.write({ step: "restore", kind });
  });

/** Kills a consumer; by default the first. */
export const killConsumer = (index = 0): Step =>
  fault("kill consumer", (world) => world.kill(workingOf(world.consumers, index)));

/** Starts a consumer that a message will end; waits until it has. */
export const crash = (settings: ConsumeSettings = {}): Step =>
  fault("crash on a message", async (world) => {
    // It may end before it could say that it has started.
    const consumer = await world.consume(settings).catch(() => null);
    await consumer?.actor.exited;
  });

/** Keeps one consumer running, as a supervisor does, until a number of dead letters is there. */
export const crashUntilLetters = (count: number): Step =>
  fault("crashes on a message", async (world) => {
    let enough = false;
    const crashing = async (): Promise<void> => {
      while (!enough) {
        const consumer = await world.consume().catch(() => null);
        await Promise.race([consumer?.actor.exited, lettersOf(world, count)]);
      }
    };
    const waiting = lettersOf(world, count).then(() => {
      enough = true;
    });
    await Promise.all([crashing(), waiting]);
  });

const lettersOf = (world: World, count: number): Promise<unknown> =>
  until(
    () => world.letters("g"),
    (letters) => letters.length >= count,
    { timeoutMs: patienceMs * 2 },
  );

/** Lets time pass. */
export const pass = (ms: number): Step =>
  act(`${ms} ms pass`, () => new Promise((resolve) => setTimeout(resolve, ms)));

/** Waits until the history has so many of a step. */
export const seen = (step: HistoryLine["step"], count: number, group?: string): Step =>
  act(`${count} × ${step}`, (world) =>
    until(
      () => world.tail.count(step, group),
      (found) => found >= count,
      { timeoutMs: patienceMs, everyMs: 10 },
    ),
  );

/** Waits until nothing is under way, and writes down how long that took since the last fault ended. */
export const recovered = (timeoutMs = patienceMs): Step =>
  act("recovered", async (world) => {
    await until(
      () => world.backlog(),
      ({ pending, unread }) => pending === 0 && unread === 0,
      { timeoutMs, everyMs: 30 },
    );
    const since = world.tail.lastFault();
    if (since === null) return;
    const ms = Math.round((Number(process.hrtime.bigint() / 1000n) - since.at) / 1000);
    world.history.write({ step: "recovered", kind: since.kind, ms });
  });

/** Stops everything and checks all invariants; then what else the scenario says about the numbers. */
export const checked = (
  more: (verdict: Verdict, world: World) => unknown = () => {},
  promised: Partial<Expected> & { readonly except?: readonly Invariant[] } = {},
): Step =>
  act("check", async (world) => {
    const { except = [], ...expected } = promised;
    const verdict = await world.verdict({ maxRecoveryMs: patienceMs, ...expected });
    const violations = verdict.violations.filter(({ invariant }) => !except.includes(invariant));
    expect(violations, JSON.stringify(verdict.counts)).toEqual([]);
    await more(verdict, world);
  });

/** One after the other; an error says at which step. */
export async function runSteps(world: World, steps: readonly Step[]): Promise<void> {
  for (const [index, step] of steps.entries()) {
    try {
      await step.run(world);
    } catch (error) {
      if (error instanceof Error)
        error.message = `step ${index + 1} (${step.name}): ${error.message}`;
      throw error;
    }
  }
}

/** The one at `index`; throws where there is none. */
export function workingOf(list: readonly Working[], index: number): Working {
  const working = list[index];
  if (working === undefined) throw new Error(`There is no process ${index}`);
  return working;
}
