/** Shapes of the constants that emitted code exports: the contract, as the runtime needs it. */
import type { DescService } from "@bufbuild/protobuf";
import type { Check } from "./violation.ts";

/** A message type. `Data` and `Reply` exist for the type checker alone. */
export interface MessageDefinition<Data = unknown, Reply = unknown> {
  readonly kind: "event" | "command";
  /** Wire type, e.g. `project.created`. */
  readonly type: string;
  /** Channel: event category, or receiver of the command. */
  readonly channel: string;
  readonly partitions: number;
  readonly version: number;
  /** RFC 6901 pointer into `data` of the ordering key; null: unkeyed. */
  readonly key: string | null;
  readonly retry: RetryDefinition;
  /** `halt-key`: later messages of the key wait until the dead letter is replayed or discarded. */
  readonly deadLetter: "continue" | "halt-key";
  /** Pointers into `data` of sensitive fields. */
  readonly sensitive: readonly string[];
  readonly check: Check;
  /** Validator of the reply; null: the command has no reply. */
  readonly checkReply: Check | null;
  readonly "~data"?: Data;
  readonly "~reply"?: Reply;
}

export interface RetryDefinition {
  /** Deliveries before the dead-letter queue, the first included. */
  readonly attempts: number;
  /** Ceiling of the first backoff in milliseconds; doubles per attempt, full jitter. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
}

/** One `receive` operation of a service. */
export interface FollowDefinition {
  readonly channel: string;
  readonly kind: "event" | "command";
  readonly partitions: number;
  /** Handler of every message of the channel (a `receive` operation that names no messages); null: one handler a message. */
  readonly handler: string | null;
  /** The messages it takes; `handler` names the member of `handlers.events` or `handlers.commands`. */
  readonly messages: readonly { readonly handler: string; readonly message: MessageDefinition }[];
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
  readonly body: { readonly required: boolean; readonly content: Readonly<Record<string, Check | null>> } | null;
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
    Record<string, { readonly roles: readonly string[]; readonly timeoutMs: number | null; readonly idempotent: boolean }>
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
  readonly rest: RestApiDefinition & { readonly operations: readonly RestOperationDefinition[] };
  readonly serves: Readonly<Record<string, RpcDefinition>>;
  readonly calls: Readonly<Record<string, RpcDefinition>>;
}
