/** A message on its way: the envelope as JSON text plus what routing needs. */
export interface OutgoingMessage {
  /** Message id. */
  readonly id: string;
  readonly kind: "event" | "command";
  readonly channel: string;
  readonly partitions: number;
  /** Ordering key; null: any partition. An empty text counts as null. */
  readonly key: string | null;
  /** The envelope, serialised. */
  readonly body: string;
  /** Epoch milliseconds, by the server's clock, before which no group gets it; absent: at once. */
  readonly deliverAt?: number;
  /** Commands alone: which are handled first; absent: `normal`. Order per key holds within a priority. */
  readonly priority?: Priority;
  /**
   * The same id may come again from elsewhere or later: from an outbox whose relay ended before it noted what it had
   * sent, or from a caller who chose the id. A second one within the dedupe window is dropped. A message that is
   * published once needs none of this, whatever happens to the connection.
   */
  readonly mayRepeat?: true;
  /** Shares an entry of the stream with others that are published at the same time. Transports may ignore it. */
  readonly packed?: true;
}

/** How urgent a command is. */
export type Priority = "low" | "normal" | "high" | "critical";

/** A message as a consumer sees it. */
export interface Delivery {
  readonly id: string;
  readonly channel: string;
  readonly partition: number;
  readonly key: string | null;
  readonly body: string;
  /** Deliveries so far that count, this one included; survives crashes. */
  readonly attempt: number;
}

/**
 * What becomes of a delivery. `done` acknowledges. `retry` delivers it again after `delayMs`; later messages
 * of its key wait, other keys go on; an `uncounted` one does not use up an attempt. `dead` moves it to the group's
 * dead-letter queue, atomically.
 */
export type Outcome =
  | { readonly kind: "done" }
  | {
      readonly kind: "retry";
      readonly delayMs: number;
      readonly error: string;
      readonly uncounted?: true;
    }
  | {
      readonly kind: "dead";
      readonly reason: string;
      readonly error: string;
      readonly haltKey: boolean;
      /** No handler had it this time: the letter counts the deliveries before. */
      readonly uncounted?: true;
    };

export interface SubscribeOptions {
  readonly kind: "event" | "command";
  readonly channel: string;
  readonly partitions: number;
  /** Consumer group: the service id. Every group gets every message of an event channel. */
  readonly group: string;
  /** Messages handled at the same time per partition, each of another key; default 16. */
  readonly concurrency?: number;
  /** Where a group that does not exist yet begins: a number is epoch milliseconds; default `beginning`. */
  readonly startFrom?: "beginning" | "end" | number;
  /**
   * Fewest deliveries after which a message of the channel is given up; default 3. Messages that were beside one which
   * ended its process run alone before they come so far, so that they do not die of it.
   */
  readonly attempts?: number;
  /** Milliseconds for which what every group has settled is kept; absent: as the transport is configured. */
  readonly retentionMs?: number;
  /** Must not reject; a rejection counts as `retry`. `signal` aborts when the partition's lease is lost or the grace period ends. */
  readonly handle: (delivery: Delivery, signal: AbortSignal) => Promise<Outcome>;
}

export interface Subscription {
  /** Stops reading, waits for running handlers up to `graceMs`, releases what was not started. */
  stop(graceMs: number): Promise<void>;
  /** Milliseconds since the last successful read, for readiness. */
  idleMs(): number;
  /** `idleMs` past which it counts as stalled; infinite: it never stalls. */
  readonly stallMs: number;
}

export interface DeadLetter extends Delivery {
  /** Where the store keeps it; opaque, unique within a group's partition. */
  readonly letterId: string;
  readonly kind: "event" | "command";
  readonly group: string;
  readonly reason: string;
  readonly error: string;
  /** RFC 3339. */
  readonly diedAt: string;
}

/** Moves messages. Implementations: `memory`, `redis`; both pass the same conformance suite. */
export interface Transport {
  readonly name: string;
  /** Resolves once every message is confirmed by the server; rejects with a `BerrysError` otherwise. */
  publish(messages: readonly OutgoingMessage[]): Promise<void>;
  subscribe(options: SubscribeOptions): Promise<Subscription>;
  close(): Promise<void>;
}

/** What an operator does with dead letters; an ability of its own. */
export interface DeadLetterStore {
  list(query: {
    readonly group: string;
    readonly channel: string;
    readonly kind: "event" | "command";
    readonly partitions: number;
  }): Promise<readonly DeadLetter[]>;
  /** Delivers it again to its group alone; false: it was gone already. */
  replay(letter: DeadLetter): Promise<boolean>;
  discard(letter: DeadLetter): Promise<boolean>;
}

/** One-shot private replies (request/reply over commands). */
export interface ReplyChannel {
  /** Address that replies to this process go to. */
  readonly address: string;
  /** Sends a reply to an address. */
  send(address: string, body: string): Promise<void>;
  /** Called with every reply that arrives here. */
  onReply(listener: (body: string) => void): void;
}
