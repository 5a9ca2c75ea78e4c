import type { Sample } from "./samples.ts";
import type { Server } from "./server.ts";
import type { SystemName } from "./systems/index.ts";

/** What every measurement gets. */
export interface Context {
  readonly servers: Servers;
  /** Systems to compare, in the order of this round. */
  readonly systems: readonly SystemName[];
  readonly round: number;
  /** Seconds that one measured stretch of work should take. */
  readonly seconds: number;
  record(sample: Omit<Sample, "round">): void;
  /** Says once what could not be measured and why. */
  note(text: string): void;
  /** Says what is being measured. */
  progress(text: string): void;
}

/** The servers of a run. */
export interface Servers {
  readonly redis: Server;
  /** Null: there is no nats-server on the PATH. */
  readonly nats: Server | null;
}

/** One group of measurements, run once a round. */
export type Measurement = (context: Context) => Promise<void>;
