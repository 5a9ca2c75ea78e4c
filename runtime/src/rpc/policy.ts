import {
  BrokenCircuitError,
  CircuitState,
  CountBreaker,
  circuitBreaker,
  ExponentialBackoff,
  fullJitterGenerator,
  handleWhen,
  noJitterGenerator,
  retry,
} from "cockatiel";
import { BerrysError } from "../errors.ts";
import { neverArrived } from "./errors.ts";

/** How one method of one callee is called: tried again where that is safe, not at all while it keeps failing. */
export interface CallPolicy {
  run<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Reading it changes nothing. */
  state(): "closed" | "open" | "half-open";
}

export interface PolicySettings {
  /** Shown in errors, e.g. `PlanningService.CreatePlan`. */
  readonly name: string;
  /** Whether the contract lets a call happen twice. */
  readonly idempotent: boolean;
}

const maxRetries = 3;
const firstBackoffMs = 50;
const maxBackoffMs = 2_000;
const breakerWindow = 20;
const breakerMinimumCalls = 10;
const breakerThreshold = 0.5;
const openMs = 2_000;
const maxOpenMs = 10_000;
const halfOpenProbes = 3;

/** What speaks for a sick callee; a refused request does not. */
function isFailure(error: unknown): boolean {
  return (
    error instanceof BerrysError &&
    (error.code === "unavailable" ||
      error.code === "deadline_exceeded" ||
      error.code === "internal" ||
      error.code === "unknown")
  );
}

/** A policy of its own for each method of each callee, so that one sick method leaves the others alone. */
export function createCallPolicy(settings: PolicySettings): CallPolicy {
  const again = (error: unknown): boolean =>
    error instanceof BerrysError &&
    error.details.circuit === undefined &&
    (neverArrived(error) ||
      (settings.idempotent && (error.code === "unavailable" || error.code === "aborted")));
  const retries = retry(handleWhen(again), {
    maxAttempts: maxRetries,
    backoff: new ExponentialBackoff({
      generator: fullJitterGenerator,
      initialDelay: firstBackoffMs,
      maxDelay: maxBackoffMs,
    }),
  });
  const breaker = circuitBreaker(handleWhen(isFailure), {
    breaker: new CountBreaker({
      threshold: breakerThreshold,
      size: breakerWindow,
      minimumNumberOfCalls: breakerMinimumCalls,
    }),
    halfOpenAfter: new ExponentialBackoff({
      generator: noJitterGenerator,
      initialDelay: openMs,
      maxDelay: maxOpenMs,
    }),
    halfOpenSampling: { calls: halfOpenProbes, threshold: 0 },
  });
  const attemptOnce = async <T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T> => {
    try {
      return await breaker.execute(attempt, signal);
    } catch (error) {
      if (!(error instanceof BrokenCircuitError)) throw error;
      throw new BerrysError(
        "unavailable",
        `\`${settings.name}\` failed too often lately and is not called for a moment.`,
        { details: { circuit: "open" } },
      );
    }
  };
  return {
    run: (attempt, signal) => retries.execute(() => attemptOnce(attempt, signal), signal),
    state: () =>
      breaker.state === CircuitState.Closed
        ? "closed"
        : breaker.state === CircuitState.HalfOpen
          ? "half-open"
          : "open",
  };
}
