import type { Logger } from "pino";
import type { Envelope, EnvelopeMetadata } from "./envelope.ts";

/** Who is calling. */
export interface Principal {
  /** User, API key or service id. */
  readonly id: string;
  readonly kind: "user" | "api-key" | "service";
  readonly roles: readonly string[];
}

export interface PublishOptions {
  /** Overrides the id (UUIDv7); a resend with the same id has no second effect. */
  readonly id?: string;
  /** Commands alone: which are handled first; absent: `normal`. Order per key holds within a priority. */
  readonly priority?: EnvelopeMetadata["priority"];
  /** Milliseconds until the message is worthless, a whole number from 1; a receiver drops it then. */
  readonly ttl?: number;
  /** When it is delivered: a date or epoch milliseconds; one that has passed counts as now. Not with `delay`. */
  readonly deliverAt?: Date | number;
  /** Milliseconds from now until it is delivered, a whole number from 0. Not with `deliverAt`. */
  readonly delay?: number;
  /** Overrides the contract's ordering key. */
  readonly key?: string;
}

export interface RequestOptions extends PublishOptions {
  /** Milliseconds to wait for the reply; default 30,000. */
  readonly timeoutMs?: number;
  /** Calls the request off: the wait ends with `canceled`, and a receiver that is at it is told, if it can be reached. */
  readonly signal?: AbortSignal;
}

/** Options of every message of a batch; ids and keys are one message's own, so they come from a function. */
export type BatchOptions<Data> =
  | Omit<PublishOptions, "id" | "key">
  | ((data: Data, index: number) => PublishOptions);

/** Publishes events or sends commands of one type. */
export interface Publish<Data> {
  /**
   * Publishes an event or sends a command; resolves with the envelope once the transport confirmed it (inside a
   * transaction: once it is in the outbox). Rejects with `invalid_argument` before anything is sent where `data` breaks
   * the contract, an option is wrong or the message is too large.
   */
  (data: Data, options?: PublishOptions): Promise<Envelope<string, Data>>;
  /**
   * The same for many: all are checked before the first one is sent, they go out together in this order, and one
   * confirmation covers them. The error of a wrong one names its index.
   */
  many(
    items: readonly Data[],
    options?: BatchOptions<Data>,
  ): Promise<readonly Envelope<string, Data>[]>;
}
/** Sends a command and waits for its reply. */
export type Request<Data, Reply> = (data: Data, options?: RequestOptions) => Promise<Reply>;

/** State change and messages of one database transaction: both happen or neither. */
export interface Transaction<Store, Publisher, Sender> {
  readonly store: Store;
  readonly publish: Publisher;
  readonly send: Sender;
}

/** What every handler gets beside its input. The type arguments are what the contract lets the service do. */
export interface Context<Store, Publisher, Sender, Requester, Clients> {
  /** Aborted at the deadline, when the caller goes away, and when the host stops. */
  readonly signal: AbortSignal;
  /** Carries service, correlation id and operation. */
  readonly log: Logger;
  readonly correlationId: string;
  readonly principal: Principal | null;
  readonly store: Store;
  readonly publish: Publisher;
  readonly send: Sender;
  readonly request: Requester;
  readonly clients: Clients;
  /**
   * Runs `work` in one database transaction with an outbox. In a message handler it also records the message
   * in the inbox, so that a redelivery has no second effect; there it may be called once. A step before a long
   * call that is idempotent by its own state runs first with `{ final: false }`, which leaves the inbox alone.
   */
  transaction<T>(
    work: (tx: Transaction<Store, Publisher, Sender>) => Promise<T>,
    options?: { readonly final?: boolean },
  ): Promise<T>;
}

/** A page of a collection. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Opaque; null: this is the last page. */
  readonly nextCursor: string | null;
}

/** An answer with another status than the operation's first success status. */
export interface Reply<Status extends number, Data> {
  readonly "~status": Status;
  readonly data: Data;
}
export function reply<Status extends number, Data>(
  status: Status,
  data: Data,
): Reply<Status, Data> {
  return { "~status": status, data };
}
