import type { Settings } from "../system.ts";
import type { SystemName } from "../systems/index.ts";

/** What a measuring process is asked to do; each is answered once. */
export type Command =
  | {
      readonly kind: "open";
      readonly role: "producer" | "consumer";
      readonly system: SystemName;
      readonly url: string;
      readonly settings: Settings;
    }
  | { readonly kind: "send"; readonly count: number; readonly inFlight: number }
  | { readonly kind: "send-at-rate"; readonly count: number; readonly perSecond: number }
  /** Begins to count from zero. Answered at once. */
  | { readonly kind: "expect"; readonly count: number }
  /** Answered when what was expected has been handled. */
  | { readonly kind: "reached" }
  /** Stops receiving and begins again. */
  | { readonly kind: "stop" }
  | { readonly kind: "start" }
  | { readonly kind: "usage" }
  | { readonly kind: "close" };

/** A piece of work: microseconds of the shared clock and of CPU. */
export interface Sent {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly cpuMicros: number;
}

/** The handling of what was expected; latencies are in microseconds where titles carry the time of sending. */
export interface Reached {
  readonly firstAt: number;
  readonly lastAt: number;
  /** From the first message to the last. */
  readonly cpuMicros: number;
  readonly p50: number;
  readonly p99: number;
}

/** What a process has used so far. */
export interface Usage {
  readonly at: number;
  readonly cpuMicros: number;
  /** Bytes, after a garbage collection where the process was started with `--expose-gc`. */
  readonly heapBytes: number;
  readonly rssBytes: number;
  /** Bytes outside of the heap that objects in it hold, such as buffers. */
  readonly externalBytes: number;
  /** Messages handled since `expect`. */
  readonly handled: number;
  /** Longest latency of these. */
  readonly longestMicros: number;
}

/** The answer to each kind of command. */
export interface Answers {
  readonly open: null;
  readonly send: Sent;
  readonly "send-at-rate": Sent;
  readonly expect: null;
  readonly reached: Reached;
  readonly stop: null;
  readonly start: null;
  readonly usage: Usage;
  readonly close: null;
}

/** What travels to the process and back. */
export interface Request {
  readonly id: number;
  readonly command: Command;
}
export type Response =
  | { readonly id: number; readonly answer: Answers[keyof Answers] }
  | { readonly id: number; readonly error: string };
