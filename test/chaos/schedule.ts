import { createRandom } from "./random.ts";

/** What the fuzzer does. */
export type FaultKind =
  | "kill consumer"
  | "kill producer"
  | "pause consumer"
  | "pause producer"
  | "consumer joins"
  | "consumer leaves"
  | "client kill"
  | "connections cut"
  | "half-open TCP"
  | "lost replies"
  | "redis killed"
  | "redis paused"
  | "script flush"
  | "poison";

/** One fault of a run. */
export interface ScheduledFault {
  /** Milliseconds after the start. */
  readonly atMs: number;
  readonly kind: FaultKind;
  /** Milliseconds that it lasts; 0: it is over at once. */
  readonly forMs: number;
  /** Which of several it meets: at least 0, below 1. */
  readonly target: number;
}

/** Kind, weight, and how long it lasts: at least, at most. */
const kinds: readonly (readonly [FaultKind, number, number, number])[] = [
  ["kill consumer", 6, 0, 0],
  ["kill producer", 3, 0, 0],
  ["pause consumer", 5, 300, 5000],
  ["pause producer", 2, 300, 3000],
  ["consumer joins", 4, 0, 0],
  ["consumer leaves", 4, 0, 0],
  ["client kill", 4, 0, 0],
  ["connections cut", 4, 100, 3000],
  ["half-open TCP", 3, 1000, 6000],
  ["lost replies", 6, 0, 0],
  ["redis killed", 2, 0, 2500],
  ["redis paused", 3, 200, 4000],
  ["script flush", 3, 0, 0],
  ["poison", 3, 0, 0],
];

export interface ScheduleOptions {
  readonly seed: number;
  readonly durationMs: number;
  /** Milliseconds between the beginnings of two faults: at least, at most. */
  readonly pauseMs: readonly [from: number, to: number];
  /** Only these; default: all. */
  readonly only?: readonly FaultKind[];
}

/** The faults of a run, in order: a pure function of the options. Nothing happens in the last tenth. */
export function scheduleOf(options: ScheduleOptions): readonly ScheduledFault[] {
  const { durationMs, pauseMs, only } = options;
  const random = createRandom(options.seed);
  const drawn = kinds
    .filter(([kind]) => only === undefined || only.includes(kind))
    .flatMap((kind) => Array.from({ length: kind[1] }, () => kind));
  const faults: ScheduledFault[] = [];
  for (let atMs = 1000; ; ) {
    atMs += random.between(...pauseMs);
    const [kind, , from, to] = random.pick(drawn);
    const forMs = from === to ? from : random.between(from, to);
    const target = random.next();
    if (atMs + forMs > durationMs * 0.9) return faults;
    faults.push({ atMs, kind, forMs, target });
  }
}
