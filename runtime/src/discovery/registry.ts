import type { Contract } from "./contract.ts";
import type { Change, Listed, Registration } from "./registration.ts";

/** How long an instance is there without being heard of, in heartbeats. */
export const ttlBeats = 4;

/** How long instances that fell silent are still listed, for people who look for them. */
export const keepSilentMs = 600_000;

/**
 * Where instances are written down. Implementations: `memory`, `redis`; both pass the same tests. Time is that of the
 * registry, so clocks of instances need not agree. Everything rejects with `unavailable` while it cannot be reached.
 */
export interface Registry {
  /** Writes an instance down for `ttlMs`, in place of what was known of its id. */
  register(registration: Registration, contract: Contract, ttlMs: number): Promise<void>;
  /** Prolongs it; false: the registry has forgotten it, register again. */
  beat(service: string, id: string, ttlMs: number): Promise<boolean>;
  /** Forgets it at once and tells everybody. */
  deregister(service: string, id: string): Promise<void>;
  /** All instances that are there, and those that fell silent less than ten minutes ago; by id. */
  list(service: string): Promise<readonly Listed[]>;
  /** What an instance serves and calls; null: it is gone. */
  contractOf(service: string, id: string): Promise<Contract | null>;
  /** Hears of changes soon after they happen, mostly; returns what ends it. */
  onChange(listener: (change: Change) => void): () => void;
  close(): void;
}
