import { backoffMs } from "@berrys/runtime/messages/retry";
import type { DeliveryRow } from "./store.ts";

/** How often a delivery is tried before it is given up. */
export const attempts = 12;

/** Ceilings of the pauses between attempts: 1 s, 2 s, 4 s … up to an hour. */
const retry = { attempts, backoffMs: 1_000, maxBackoffMs: 3_600_000 };

/** How one attempt ended. */
export interface Outcome {
  /** Null: no response. */
  readonly status: number | null;
  /** Null: it arrived. */
  readonly error: string | null;
  /** Whether another attempt may help. */
  readonly final: boolean;
}

/** What becomes of a delivery after an attempt. */
export function afterAttempt(
  delivery: Pick<DeliveryRow, "attempts" | "attempts_allowed">,
  outcome: Outcome,
  at: Date,
  random?: () => number,
): Partial<DeliveryRow> {
  const facts = { response_status: outcome.status, error: outcome.error };
  const ended = { ...facts, next_attempt_at: null, completed_at: at.toISOString() };
  if (outcome.error === null) return { ...ended, status: "succeeded" };
  if (outcome.final || delivery.attempts >= delivery.attempts_allowed)
    return { ...ended, status: "failed" };
  const pause = backoffMs(retry, delivery.attempts, random);
  return { ...facts, next_attempt_at: new Date(at.getTime() + pause).toISOString() };
}
