import type { Logger } from "pino";
import type { Principal } from "../context.ts";
import type { Identity } from "./identity.ts";
import type { AnyContext, Peers } from "./service.ts";

/** What is known about one piece of work when its handler's context is made. */
export interface CallFacts {
  readonly signal: AbortSignal;
  readonly correlationId: string;
  readonly principal: Principal | null;
  /** Name of the operation, method or message, for logs. */
  readonly operation: string;
  /** Milliseconds until the deadline; null: there is none. */
  remainingMs(): number | null;
}

/** What REST and RPC need of the host. */
export interface CallHost {
  readonly log: Logger;
  readonly identity: Identity;
  readonly peers: Peers;
  /** Aborts when the grace period of a stopping host ends. */
  readonly ended: AbortSignal;
  /** Aborts shortly after a host began to stop: streams may never end by themselves. */
  readonly streamsEnded: AbortSignal;
  contextOf(facts: CallFacts): AnyContext;
}

/** Milliseconds that an operation may take where its contract does not say. */
export const defaultTimeoutMs = 30_000;

/** Milliseconds since `started` of `performance.now()`, to a tenth. */
export function sinceMs(started: number): number {
  return Math.round((performance.now() - started) * 10) / 10;
}
