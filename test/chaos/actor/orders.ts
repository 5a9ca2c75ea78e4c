import type { Plan, PlanRates } from "../plan.ts";

/** What all actors need to know. */
export interface ActorPlace {
  /** File of the history. */
  readonly history: string;
  /** `redis://` address, of a proxy where one is between. */
  readonly url: string;
  readonly prefix: string;
  readonly kind: "event" | "command";
  readonly channel: string;
  readonly partitions: number;
  /** Messages share entries; producers gather some for a while. */
  readonly packed: boolean;
  readonly leaseMs: number;
  readonly publishTimeoutMs: number;
  /** Deliveries before the dead-letter queue. */
  readonly attempts: number;
  readonly deadLetter: "continue" | "halt-key";
  /** `postgres://` address where effects or an outbox are kept; null: there is none. */
  readonly database: string | null;
  /** How much of what every group has settled is kept; absent: the product's default. */
  readonly retention?: { readonly ageMs: number; readonly messages: number };
}

/** Consumes until it is told to stop. With a database every effect commits with its row in the inbox. */
export interface ConsumeOrder extends ActorPlace {
  readonly do: "consume";
  readonly group: string;
  /** Schema of inbox and effects. */
  readonly schema: string;
  readonly concurrency: number;
  /** Milliseconds that every handler takes. */
  readonly handlerMs: number;
}

/** Publishes the messages of its keys, each key in order: the next one once the last is confirmed. */
export interface ProduceOrder extends ActorPlace {
  readonly do: "produce";
  readonly keys: readonly string[];
  /** Messages a key; null: until it is told to finish. */
  readonly each: number | null;
  /** Messages a second, of all keys; null: as fast as they are confirmed. */
  readonly perSecond: number | null;
  /** Characters that every message carries for nothing. */
  readonly padding: number;
  /** Plans of single messages by id; the others follow `rates`. */
  readonly plans: Readonly<Record<string, Plan>>;
  readonly seed: number;
  readonly rates: PlanRates;
  /** Messages keep their ids when they are published again; else the product names them, and nothing but a lost answer is repeated. */
  readonly ids: boolean;
  /** Milliseconds after which every message is to be delivered; 0: at once. */
  readonly delayMs: number;
  /** Schema of the outbox to publish through; null: directly. */
  readonly outbox: string | null;
  /** Messages that may wait for their confirmation; absent: the product's default. */
  readonly maxBuffered?: number;
}

/** What a parent tells an actor. */
export type Order =
  | ConsumeOrder
  | ProduceOrder
  /** A producer publishes so many messages a second from now on. */
  | { readonly do: "pace"; readonly perSecond: number }
  /** A producer publishes nothing new. */
  | { readonly do: "finish" }
  | { readonly do: "stop"; readonly graceMs: number }
  /** Ends the process, which must end by itself once nothing is open. */
  | { readonly do: "end" };

/** What an actor answers. */
export type Answer =
  | { readonly said: "started" | "paced" | "produced" | "stopped" }
  | { readonly said: "failed"; readonly text: string };
