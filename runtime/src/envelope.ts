/** Optional facts about a message; every key is optional on the wire. */
export interface EnvelopeMetadata {
  /** Id of the message or request that caused this one. */
  readonly causation_id?: string;
  /** W3C Trace Context. */
  readonly traceparent?: string;
  /** Ordering key; absent: unkeyed. */
  readonly key?: string;
  /** Version of the message type; absent: 1. */
  readonly version?: number;
  readonly schema_hash?: string;
  readonly priority?: "low" | "normal" | "high" | "critical";
  /** Milliseconds after `timestamp` at which the message is worthless. */
  readonly ttl?: number;
  /** Reply address of a request, and id of the request that a reply answers. */
  readonly reply_to?: string;
  readonly in_reply_to?: string;
  /** True where the caller of a request can call it off and the receiver should say that it began. */
  readonly cancelable?: boolean;
  /**
   * Places in `data` whose values are encrypted, as RFC 6901 pointers in which `*` stands for every item or member; an
   * empty text is the whole of it. Each value there is a compact JWE.
   */
  readonly encrypted?: readonly string[];
}

/** What travels, for events and commands alike (specification: Message Formats). */
export interface Envelope<Type extends string = string, Data = unknown> {
  /** UUID, version 7 where we make it. */
  readonly id: string;
  readonly type: Type;
  /** Id of the publishing service. */
  readonly source: string;
  /** RFC 3339, UTC, milliseconds. */
  readonly timestamp: string;
  readonly correlation_id: string;
  readonly data: Data;
  readonly metadata?: EnvelopeMetadata;
}
