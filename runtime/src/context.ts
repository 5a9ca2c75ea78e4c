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
  readonly priority?: EnvelopeMetadata["priority"];
  /** Milliseconds until the message is worthless. */
  readonly ttl?: number;
  /** Overrides the contract's ordering key. */
  readonly key?: string;
}

export interface RequestOptions extends PublishOptions {
  /** Milliseconds to wait for the reply; default 30,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Publishes an event or sends a command; resolves with the envelope once the transport confirmed it (inside a transaction: once it is in the outbox). */
export type Publish<Data> = (
  data: Data,
  options?: PublishOptions,
) => Promise<Envelope<string, Data>>;
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
