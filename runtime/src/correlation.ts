import { AsyncLocalStorage } from "node:async_hooks";
import type { Principal } from "./context.ts";
import { newId } from "./ids.ts";

/** HTTP header (REST and RPC) that carries the correlation id. */
export const correlationHeader = "x-correlation-id";
/** HTTP header that carries the id of the message or request that caused a call. */
export const causationHeader = "x-causation-id";

/** What ties everything that one request or message sets off together. */
export interface Correlation {
  readonly correlationId: string;
  /** Id of the message or request being handled; null at the start of a chain. */
  readonly causationId: string | null;
  /** On whose behalf; null: unknown. */
  readonly principal: Principal | null;
  /** W3C Trace Context. */
  readonly traceparent?: string;
}

const storage = new AsyncLocalStorage<Correlation>();

/** Runs `work`, and everything it awaits, inside `correlation`. */
export function runWithCorrelation<T>(correlation: Correlation, work: () => T): T {
  return storage.run(correlation, work);
}

/**
 * A `runWithCorrelation` for work that has nothing to do with what happens to run before it, as messages that arrive one
 * after the other: nothing but what surrounds this call is inherited. Entering is cheaper than `runWithCorrelation`, which
 * makes a context to come back to.
 */
export function createCorrelationEntry(): typeof runWithCorrelation {
  const outside = AsyncLocalStorage.snapshot();
  return (correlation, work) =>
    outside(() => {
      storage.enterWith(correlation);
      return work();
    });
}

/** The correlation of the running request or message; null outside of any. */
export function currentCorrelation(): Correlation | null {
  return storage.getStore() ?? null;
}

/** A fresh id where a chain starts (UUIDv7). */
export function newCorrelationId(): string {
  return newId();
}

/** Ids from outside: letters, digits and `-_.:` up to 128; everything else is replaced by a fresh id. */
export function acceptCorrelationId(value: string | null | undefined): string {
  return value != null && /^[\w.:-]{1,128}$/.test(value) ? value : newCorrelationId();
}
