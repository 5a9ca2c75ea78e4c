import type { TestRedis } from "../support/redis.ts";
import { until } from "../support/until.ts";
import type { Actors } from "./actors.ts";
import { type Crew, createCrew } from "./crew.ts";
import type { PlanRates } from "./plan.ts";
import {
  type FaultKind,
  type ScheduledFault,
  type ScheduleOptions,
  scheduleOf,
} from "./schedule.ts";
import type { Verdict, Violation } from "./verdict.ts";
import { createWorld, type World } from "./world.ts";

export interface FuzzOptions {
  readonly seed: number;
  readonly durationMs: number;
  /** Messages a second of all producers. */
  readonly perSecond: number;
  readonly pauseMs: ScheduleOptions["pauseMs"];
  readonly redis: TestRedis;
  readonly actors: Actors;
  /** `postgres://` address; null: the group with effects in a database and the outbox are left out. */
  readonly database: string | null;
  readonly only?: readonly FaultKind[];
  /** Producers, half of them with an outbox where there is a database. */
  readonly producers?: number;
  /** Told where the history is while the run lasts. */
  readonly onHistory?: (file: string) => void;
  /** Messages share entries. */
  readonly packed?: boolean;
  /** Called when it was read, before it is removed. */
  readonly onChecked?: () => void;
  /** Told about what happens. */
  readonly print?: (line: string) => void;
}

export interface FuzzResult extends Verdict {
  readonly seed: number;
  readonly schedule: readonly ScheduledFault[];
  readonly durationMs: number;
  /** Milliseconds from the end of the last fault until nothing was under way. */
  readonly settledMs: number;
}

const leaseMs = 3000;
const settleMs = 300_000;
const sampleMs = 1000;
/** Producers slow down where the backlog is what they publish in so many seconds. */
const slowAfterS = 40;
const rates: PlanRates = { failures: 200, rejected: 20, kill: 1 };

/** Mixes faults over load, as the seed says, then checks every invariant. */
export async function fuzz(options: FuzzOptions): Promise<FuzzResult> {
  const { seed, durationMs, database, perSecond, print = () => {} } = options;
  const schedule = scheduleOf(options);
  const groups =
    database === null
      ? ({ plain: "at-least-once" } as const)
      : ({ plain: "at-least-once", ledger: "once" } as const);
  const { packed = false } = options;
  // Entries hold several messages only where several go to one partition at a time.
  const partitions = packed ? 2 : 8;
  const world = await createWorld({
    name: `f${seed}`,
    redis: options.redis,
    actors: options.actors,
    database,
    groups,
    partitions,
    packed,
    leaseMs,
    publishTimeoutMs: 3000,
    attempts: 8,
    retention: { ageMs: 60_000, messages: 5000 },
  });
  const count = options.producers ?? 2;
  const crew = createCrew({
    world,
    groups: Object.keys(groups).map((group) => ({ group, from: 2, to: 4 })),
    consume: { leaseMs },
    keysEach: 64,
    producers: Array.from({ length: count }, (_, i) => ({
      each: null,
      perSecond: perSecond / count,
      padding: 200,
      seed,
      rates,
      outbox: database !== null && i % 2 === 1 ? world.schemaOf("ledger") : null,
    })),
  });
  options.onHistory?.(world.history.file);
  try {
    await crew.start();
    const startedAt = performance.now();
    const watching = watch(world, crew, options);
    const suffering = schedule.map(async (fault) => {
      await pause(startedAt + fault.atMs - performance.now());
      await crew.suffer(fault);
    });
    await Promise.all(suffering);
    await pause(startedAt + durationMs - performance.now());
    await crew.finish();
    const calmAt = performance.now();
    await settled(world, database);
    const settledMs = Math.round(performance.now() - calmAt);
    await watching;
    await crew.disband();
    const verdict = await world.verdict({
      maxPending: partitions * 2 * 4096,
      maxLength: partitions * 20_000,
      maxHeapGrowth: 48_000_000,
    });
    options.onChecked?.();
    const violations = [...verdict.violations, ...(await poisonLost(world, crew.poisoned()))];
    return { ...verdict, violations, seed, schedule, durationMs, settledMs };
  } catch (error) {
    print(`The run broke: ${error instanceof Error ? error.stack : String(error)}`);
    throw error;
  } finally {
    await crew.disband();
    await world.close();
  }
}

/** Waits until nothing is under way; what stays is the checker's business. */
async function settled(world: World, database: string | null): Promise<void> {
  const outboxEmpty = async (): Promise<boolean> => {
    if (database === null) return true;
    const table = `"${world.schemaOf("ledger")}".outbox`;
    const rows = await world.storeOf("ledger").database.sql.query(`SELECT 1 FROM ${table} LIMIT 1`);
    return rows.length === 0;
  };
  const idle = async (): Promise<boolean> => {
    const { pending, unread } = await world.backlog();
    return pending === 0 && unread === 0 && (await outboxEmpty());
  };
  await until(idle, (yes) => yes, { timeoutMs: settleMs, everyMs: 200 }).catch((error: unknown) => {
    world.history.write({ step: "unexpected", text: `never idle: ${String(error)}` });
  });
}

/** Samples the backlog, and notes when it has become small again after faults. */
async function watch(world: World, crew: Crew, options: FuzzOptions): Promise<void> {
  const { perSecond, durationMs, print = () => {} } = options;
  const small = Math.max(200, perSecond);
  const startedAt = performance.now();
  const open = new Map<string, number>();
  let seenAt = 0;
  for (let n = 1; performance.now() - startedAt < durationMs; n++) {
    await pause(startedAt + n * sampleMs - performance.now());
    const sample = await Promise.race([world.backlog().catch(() => null), pause(5000)]);
    const fault = world.tail.lastFault();
    if (fault !== null && fault.at !== seenAt) {
      seenAt = fault.at;
      if (!open.has(fault.kind)) open.set(fault.kind, performance.now());
    }
    if (sample === null || sample === undefined) continue;
    const { pending, unread, length } = sample;
    world.history.write({ step: "backlog", pending, length });
    if (n % 15 === 0) {
      const confirmed = world.tail.count("publish-ok");
      print(`${n} s: ${confirmed} confirmed, ${unread} unread, ${pending} pending`);
    }
    // A machine that is too slow for the rate would prove nothing but that.
    if (pending + unread > slowAfterS * perSecond) crew.pace(0.2);
    else if (pending + unread < (slowAfterS / 4) * perSecond) crew.pace(1);
    if (pending + unread > small) continue;
    for (const [kind, at] of open) {
      world.history.write({ step: "recovered", kind, ms: Math.round(performance.now() - at) });
    }
    open.clear();
  }
}

async function poisonLost(world: World, poisoned: number): Promise<readonly Violation[]> {
  const found: Violation[] = [];
  for (const group of Object.keys(world.options.groups ?? {})) {
    const letters = await world.letters(group);
    const dead = letters.filter(({ reason }) => reason === "undecodable").length;
    if (dead >= poisoned) continue;
    const text = `${group}: ${poisoned} entries were no messages, ${dead} became dead letters`;
    found.push({ invariant: "L", text });
  }
  return found;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
