import type { MessageName } from "./history.ts";

/**
 * What is checked: **L** no loss, **E** one effect a message, **O** order of a key's effects, **A** attempts bounded and
 * monotone, **B** bounded memory and backlog, **V** the backlog empties in time, **Q** nothing is left running.
 */
export type Invariant = "L" | "E" | "O" | "A" | "B" | "V" | "Q";

export interface Violation {
  readonly invariant: Invariant;
  readonly text: string;
}

/** What a run promised. */
export interface Expected {
  /** Groups that were there from the start, and what each promises about effects. */
  readonly groups: Readonly<Record<string, "once" | "at-least-once">>;
  /** Deliveries before the dead-letter queue. */
  readonly maxAttempts: number;
  /** Whether a dead letter lets its key go on; under `halt-key` a replayed one keeps its place. */
  readonly policy: "continue" | "halt-key";
  /** Messages read and not settled, at any time. */
  readonly maxPending?: number;
  /** Entries of all partitions, at any time. */
  readonly maxLength?: number;
  /** Bytes by which a process's heap may grow from the first third of its life to the last. */
  readonly maxHeapGrowth?: number;
  /** Milliseconds in which the backlog must be gone after a fault. */
  readonly maxRecoveryMs?: number;
}

/** What was left when everything had stopped. */
export interface Final {
  readonly groups: Readonly<Record<string, FinalGroup>>;
  /** Connections of the product that Redis still had. */
  readonly connections: number;
}

export interface FinalGroup {
  /** Effects in the order in which they were committed; null: those of the history count. */
  readonly effects: readonly MessageName[] | null;
  readonly letters: readonly FinalLetter[];
  /** Ids of messages that still wait. */
  readonly queued: readonly string[];
  /** Read and not settled. */
  readonly pending: number;
  /** Not read yet. */
  readonly unread: number;
  /** Names of consumers that Redis keeps for the group; owners of partitions need none. */
  readonly consumers: readonly string[];
  /** Members that still count as being there. */
  readonly members: number;
  /** Partitions that still have an owner. */
  readonly leases: number;
}

export interface FinalLetter {
  readonly id: string;
  readonly attempt: number;
  readonly reason: string;
}

/** What happened, in numbers. */
export interface Counts {
  published: number;
  /** Attempted, and neither confirmed nor known to be absent. */
  unconfirmed: number;
  publishFailures: number;
  deliveries: number;
  redeliveries: number;
  effects: number;
  /** Deliveries whose effect was there before, and was not repeated. */
  duplicates: number;
  retries: number;
  deadLetters: number;
  warnings: number;
  lost: number;
  doubleEffects: number;
  orderViolations: number;
  readonly faults: Record<string, number>;
  readonly recoveries: Record<string, number[]>;
  /** Bytes a minute, the steepest of all processes. */
  heapSlope: number;
}

export interface Verdict {
  /** The first of every invariant, at most {@link shownViolations} each. */
  readonly violations: readonly Violation[];
  readonly counts: Counts;
}

/** How many violations of one invariant are spelled out. */
export const shownViolations = 20;

/** Collects counts and violations while a history is read. */
export interface Report {
  readonly counts: Counts;
  violated(invariant: Invariant, text: string): void;
  violations(): readonly Violation[];
}

/** An empty report. */
export function createReport(): Report {
  const found = new Map<Invariant, { total: number; readonly shown: string[] }>();
  return {
    counts: {
      published: 0,
      unconfirmed: 0,
      publishFailures: 0,
      deliveries: 0,
      redeliveries: 0,
      effects: 0,
      duplicates: 0,
      retries: 0,
      deadLetters: 0,
      warnings: 0,
      lost: 0,
      doubleEffects: 0,
      orderViolations: 0,
      faults: {},
      recoveries: {},
      heapSlope: 0,
    },
    violated: (invariant, text) => {
      const known = found.get(invariant) ?? { total: 0, shown: [] };
      found.set(invariant, known);
      if (known.total++ < shownViolations) known.shown.push(text);
    },
    violations: () =>
      [...found].flatMap(([invariant, { total, shown }]) => [
        ...shown.map((text) => ({ invariant, text })),
        ...(total > shown.length ? [{ invariant, text: `and ${total - shown.length} more` }] : []),
      ]),
  };
}
