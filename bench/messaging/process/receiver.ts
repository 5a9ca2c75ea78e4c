import { nowMicros } from "../clock.ts";
import type { TaskCreatedData } from "../contract/generated/events/task.ts";
import { markOf } from "../task.ts";
import type { Reached } from "./protocol.ts";

/** Counts what a handler gets. */
export interface Receiver {
  /** To be called at the end of each handler. */
  readonly handled: (data: TaskCreatedData) => void;
  /** Begins to count from zero. */
  expect(count: number): void;
  /** Resolves when as many as expected have been handled. */
  reached(): Promise<Reached>;
  /** Handled since `expect`. */
  count(): number;
  /** Longest latency since `expect`, in microseconds. */
  longest(): number;
}

/** CPU that this process has used, in microseconds. */
export function cpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

export function createReceiver(): Receiver {
  let expected = 0;
  let count = 0;
  let first = { at: 0, cpu: 0 };
  let latencies = new Float64Array(0);
  let done = Promise.withResolvers<Reached>();

  return {
    handled: (data) => {
      const mark = markOf(data);
      if (count === 0) first = { at: nowMicros(), cpu: cpuMicros() };
      // A counter instead of a time: nobody asks for latencies.
      if (mark > 1e9) latencies[count] = nowMicros() - mark;
      count++;
      if (count !== expected) return;
      const sorted = latencies.subarray(0, count).toSorted();
      done.resolve({
        firstAt: first.at,
        lastAt: nowMicros(),
        cpuMicros: cpuMicros() - first.cpu,
        p50: sorted[Math.floor(count * 0.5)] ?? 0,
        p99: sorted[Math.floor(count * 0.99)] ?? 0,
      });
    },
    expect: (wanted) => {
      expected = wanted;
      count = 0;
      latencies = new Float64Array(wanted);
      done = Promise.withResolvers();
    },
    reached: () => done.promise,
    count: () => count,
    longest: () => latencies.reduce((longest, one) => Math.max(longest, one), 0),
  };
}
