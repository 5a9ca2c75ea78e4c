/** Shapes of the constants that emitted code exports: the contract, as the runtime needs it. */
import type { DescService } from "@bufbuild/protobuf";
import type { ErrorCode } from "./errors.ts";
import type { Check } from "./violation.ts";

/** A message type. `Data` and `Reply` exist for the type checker alone. */
export interface MessageDefinition<Data = unknown, Reply = unknown> {
  readonly kind: "event" | "command";
  /** Wire type, e.g. `project.created`. */
  readonly type: string;
  /** Channel: event category, or receiver of the command. */
  readonly channel: string;
  readonly partitions: number;
  /** Messages published at the same time share an entry of the stream (`x-berrys-packed`); absent: each has its own. */
  readonly packed?: true;
  readonly version: number;
  /** RFC 6901 pointer into `data` of the ordering key; null: unkeyed. */
  readonly key: string | null;
  readonly retry: RetryDefinition;
  /** `halt-key`: later messages of the key wait until the dead letter is replayed or discarded. */
  readonly deadLetter: "continue" | "halt-key";
  /**
   * Places in `data` that are sensitive: masked wherever people look, encrypted on the way. RFC 6901 pointers in which
   * `*` stands for every item or member; an empty text is the whole of it.
   */
  readonly sensitive: readonly string[];
  /** The same for the data of the reply; absent: nothing of it. */
  readonly sensitiveReply?: readonly string[];
  readonly check: Check;
  /** Validator of the reply; null: the command has no reply. */
  readonly checkReply: Check | null;
  /** Older versions that are still read, oldest first; absent: none. */
  readonly previous?: readonly PreviousVersion[];
  readonly "~data"?: Data;
  readonly "~reply"?: Reply;
}

/** An older version of a message type; its upcaster turns it into the next one. */
export interface PreviousVersion {
  readonly version: number;
  readonly check: Check;
  /** As in the definition. */
  readonly sensitive: readonly string[];
}

export interface RetryDefinition {
  /** Deliveries before the dead-letter queue, the first included. */
  readonly attempts: number;
  /** Ceiling of the first backoff in milliseconds; doubles per attempt, full jitter. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
  /** Codes that end in the dead-letter queue at once, though they are retryable elsewhere; absent: none. */
  readonly nonRetryable?: readonly ErrorCode[];
}

/** One `receive` operation of a service. */
export interface FollowDefinition {
  readonly channel: string;
  readonly kind: "event" | "command";
  readonly partitions: number;
  /** Handler of every message of the channel (a `receive` operation that names no messages); null: one handler a message. */
  readonly handler: string | null;
  /** Milliseconds for which the channel keeps what is settled (`x-berrys-retention`); absent: as the transport does. */
  readonly retentionMs?: number;
  readonly messages: readonly FollowedMessage[];
}

/** A message that a `receive` operation takes. */
export interface FollowedMessage {
  /** Member of `handlers.events` or `handlers.commands`. */
  readonly handler: string;
  readonly message: MessageDefinition;
  /** Member of `handlers.upcasters`; absent: the message has no older version. */
  readonly upcasters?: string;
  /** The handler takes many messages at once; absent: one. */
  readonly batch?: BatchDefinition;
}

/** How many messages a handler takes at once. */
export interface BatchDefinition {
  /** At most so many. */
  readonly size: number;
  /** How long the first one waits for more, in milliseconds. */
  readonly waitMs: number;
}

export interface RestParameterDefinition {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required: boolean;
  /** How the text becomes a value before `check` sees it. Arrays and objects follow `style` and `explode`. */
  readonly type: "string" | "integer" | "number" | "boolean" | "null" | "array" | "object" | "any";
  /** Element type where `type` is `array`. */
  readonly itemType?: "string" | "integer" | "number" | "boolean" | "any";
  readonly style: string;
  readonly explode: boolean;
  /** Value where it is absent. */
  readonly default?: unknown;
  readonly check: Check;
}

export interface RestOperationDefinition {
  readonly operationId: string;
  /** Upper case. */
  readonly method: "GET" | "PUT" | "POST" | "DELETE" | "PATCH" | "HEAD" | "OPTIONS" | "TRACE";
  /** Template without base path, e.g. `/projects/{project_id}`. */
  readonly path: string;
  /** Service that serves it. */
  readonly service: string;
  readonly parameters: readonly RestParameterDefinition[];
  /** Media type → validator; null validator: bytes or text without schema. */
  readonly body: {
    readonly required: boolean;
    readonly content: Readonly<Record<string, Check | null>>;
  } | null;
  /** Declared success statuses, first is the default of the handler's result. */
  readonly success: readonly RestSuccessDefinition[];
  /** Declared error statuses, `4XX` and `default` included. */
  readonly errors: readonly string[];
  /** Null: not stated in the contract; empty: public. */
  readonly roles: readonly string[] | null;
  readonly timeoutMs: number | null;
  readonly idempotent: boolean;
  /** Template of `Location`, filled from `data`. */
  readonly location: string | null;
  /** How often it may be called; absent: as the configuration says. */
  readonly rateLimit?: RestRateLimitDefinition;
  /** How long answers may be kept; absent: they are not. */
  readonly cache?: RestCacheDefinition;
  /** RFC 6901 pointer into the data of what `ETag` is made of, an empty text: all of it; absent: no `ETag`. */
  readonly etag?: string;
  /**
   * What the query parameter `fields` may name, nested members with dots; `a.*`: whatever is in `a`. Absent: whatever
   * is there, where the operation has that parameter.
   */
  readonly fields?: readonly string[];
}

/** How often callers may call an operation. */
export interface RestRateLimitDefinition {
  readonly requests: number;
  readonly windowMs: number;
  /** Whose requests are counted together; `principal` is the address where nobody is signed in. */
  readonly by: "principal" | "address";
}

/** An event channel of which a service hears only that something happened. */
export interface RestWatchDefinition {
  readonly channel: string;
  readonly partitions: number;
  /** As in `FollowDefinition`. */
  readonly retentionMs?: number;
  /** Types of events; others of the channel are passed over. */
  readonly types: readonly string[];
}

/** How long answers of an operation may be kept, and by whom. */
export interface RestCacheDefinition {
  readonly maxAgeSeconds: number;
  /** `private`: each caller's own; `public`: the same for everybody who may ask. */
  readonly scope: "private" | "public";
  /** Further directives of `Cache-Control`. */
  readonly directives: readonly string[];
  /** Request headers that the answer depends on, lower case. */
  readonly vary: readonly string[];
  /** Types of the events after which what was kept is no longer used. */
  readonly invalidatedBy: readonly string[];
}

export interface RestSuccessDefinition {
  readonly status: number;
  /** `envelope`: `{data, meta}` around the result; `page`: the same with `meta.page`; `plain`: the result is the body; `stream`: server-sent events; `empty`. */
  readonly shape: "envelope" | "page" | "plain" | "stream" | "empty";
  readonly mediaType: string | null;
  /** Validator of the whole body (for `stream`, of one event's data). */
  readonly check: Check | null;
}

export interface RestApiDefinition {
  /** E.g. `/api/v1`. */
  readonly basePath: string;
  /** API version for `meta.version`. */
  readonly version: string;
}

/** An RPC service somewhere: what is called and which service (deployable) answers. */
export interface RpcDefinition {
  readonly service: string;
  readonly desc: DescService;
  /** Method local name → settings from the contract. */
  readonly methods: Readonly<
    Record<
      string,
      {
        readonly roles: readonly string[];
        readonly timeoutMs: number | null;
        readonly idempotent: boolean;
      }
    >
  >;
}

/** Everything one service may do, and nothing else. */
export interface ServiceDefinition {
  readonly id: string;
  readonly title: string;
  /** Added to `PORT_BASE`. */
  readonly portOffset: number;
  readonly publishes: Readonly<Record<string, MessageDefinition>>;
  readonly sends: Readonly<Record<string, MessageDefinition>>;
  readonly follows: readonly FollowDefinition[];
  readonly rest: RestApiDefinition & {
    readonly operations: readonly RestOperationDefinition[];
    /** Events of other services that end what is kept of answers; absent: none. */
    readonly watches?: readonly RestWatchDefinition[];
  };
  readonly serves: Readonly<Record<string, RpcDefinition>>;
  readonly calls: Readonly<Record<string, RpcDefinition>>;
}

/** Who publishes, follows, serves and calls what: the contracts of a whole platform as plain data. */
export interface Topology {
  readonly name: string;
  readonly services: readonly TopologyService[];
  readonly channels: readonly TopologyChannel[];
  readonly rest: readonly TopologyRestOperation[];
  readonly rpc: readonly TopologyRpcService[];
}

export interface TopologyService {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Added to `PORT_BASE`. */
  readonly portOffset: number;
  /** Types of the events it may publish. */
  readonly publishes: readonly string[];
  /** Types of the commands it may send. */
  readonly sends: readonly string[];
  readonly follows: readonly {
    readonly kind: "event" | "command";
    readonly channel: string;
    /** Types it takes from the channel. */
    readonly messages: readonly string[];
  }[];
  /** Operation ids. */
  readonly rest: readonly string[];
  /** Qualified names of the RPC services it answers. */
  readonly serves: readonly string[];
  /** Ids of the services whose RPCs it may call. */
  readonly calls: readonly string[];
}

export interface TopologyChannel {
  readonly kind: "event" | "command";
  readonly name: string;
  readonly description: string;
  readonly partitions: number;
  readonly messages: readonly {
    readonly type: string;
    readonly version: number;
    /** RFC 6901 pointer into `data` of the ordering key; null: unkeyed. */
    readonly key: string | null;
    /** Whether the command is answered. */
    readonly reply: boolean;
    /** Ids of services that may publish or send it. */
    readonly senders: readonly string[];
    /** Ids of services that take it. */
    readonly receivers: readonly string[];
  }[];
}

export interface TopologyRestOperation {
  readonly operationId: string;
  readonly method: string;
  /** Template without base path. */
  readonly path: string;
  readonly service: string;
}

export interface TopologyRpcService {
  /** Qualified name, e.g. `berrys.planning.v1.PlanningService`. */
  readonly name: string;
  readonly service: string;
  /** Names of its methods, as the contract spells them. */
  readonly methods: readonly string[];
}
