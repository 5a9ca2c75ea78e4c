/**
 * The model: everything the contracts say, in one immutable, JSON-serialisable value.
 * Emitters, lint, compatibility checks and `berrys model --json` read nothing else.
 */

/** Where a node was declared: a workspace-relative file (`/` separators) and a JSON pointer in it (for proto: the qualified name). */
export interface Origin {
  readonly file: string;
  readonly pointer: string;
}

/** What every node carries. */
interface Node<Kind extends string> {
  readonly kind: Kind;
  /** The name as the contract spells it. */
  readonly name: string;
  /** The description of the contract, or an empty string. */
  readonly doc: string;
  readonly origin: Origin;
}

/** Identifies a named schema: `<file>#<pointer>`. */
export type SchemaId = string;

/**
 * A JSON Schema in the 2020-12 dialect. Other dialects (OpenAPI 3.0 `nullable`, draft-07) are rewritten
 * to it on load. Every `$ref` holds a {@link SchemaId} of {@link Model.schemas}.
 */
export type JsonSchema = boolean | JsonSchemaObject;
export interface JsonSchemaObject {
  readonly $ref?: SchemaId;
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly allOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly [keyword: string]: unknown;
}

/** A schema with a name of its own; it becomes one exported type and one exported validator. */
export interface SchemaNode extends Node<"schema"> {
  readonly id: SchemaId;
  /** Unique TypeScript name (PascalCase), decided in `names.ts`. */
  readonly typeName: string;
  /** Output module without extension, relative to the output folder, e.g. `schemas/project` or `events/project`. */
  readonly module: string;
  readonly schema: JsonSchema;
}

/** A deployable service: a row of `services` in `berrys.yaml`. */
export interface ServiceNode extends Node<"service"> {
  /** Kebab-case id, e.g. `planning-system`. `name` is the title. */
  readonly id: string;
  /** Port relative to the base port (`PORT_BASE`, default 8080): 0–999. */
  readonly portOffset: number;
  /** Proto packages this service serves, e.g. `berrys.planning.v1`. */
  readonly packages: readonly string[];
  /** Ids of services whose RPCs it may call. */
  readonly calls: readonly string[];
  /** Ids of services whose REST operations it calls or passes on. */
  readonly rest: readonly string[];
}

export type MessageKind = "event" | "command";

/** Retry of a failed message: the specification's flowchart, as numbers. */
export interface RetryPolicy {
  /** Deliveries before the dead-letter queue, the first included. */
  readonly attempts: number;
  /** Ceiling of the first backoff in milliseconds; doubles per attempt, full jitter. */
  readonly backoffMs: number;
  readonly maxBackoffMs: number;
  /** Error codes that are never retried, beside those that no message retries; absent: none. */
  readonly nonRetryable?: readonly string[];
}

/** An older version of a message that is still read. */
export interface PreviousVersion {
  readonly version: number;
  /** Schema of its `data`. */
  readonly data: SchemaId;
  /** As {@link MessageNode.sensitive}. */
  readonly sensitive: readonly string[];
}

/** One message type on a channel. */
export interface MessageNode extends Node<"message"> {
  readonly messageKind: MessageKind;
  /** Wire type, e.g. `project.created`. Same as `name`. */
  readonly type: string;
  /** PascalCase base of emitted names, e.g. `ProjectCreated`; the camelCase form names handlers and publishers. */
  readonly typeName: string;
  /** Name of the channel it travels on. */
  readonly channel: string;
  /** Schema of `data` (the envelope is the runtime's). */
  readonly data: SchemaId;
  /** RFC 6901 pointer into `data` of the ordering key; null: unkeyed. */
  readonly key: string | null;
  readonly version: number;
  readonly retry: RetryPolicy;
  readonly deadLetter: "continue" | "halt-key";
  /** Older versions that are still read, oldest first. */
  readonly previous: readonly PreviousVersion[];
  /**
   * Places in `data` that are masked for people and encrypted on the way: RFC 6901 pointers in which `*` stands for
   * every item or member. An empty text is the whole of it (`x-berrys-encrypted`).
   */
  readonly sensitive: readonly string[];
  /** Schema of the reply's `data`; null: no reply. */
  readonly reply: SchemaId | null;
  /** The same places in the reply's data. */
  readonly sensitiveReply: readonly string[];
  readonly examples: readonly unknown[];
}

/** An AsyncAPI channel: an event category or a service's command queue. */
export interface ChannelNode extends Node<"channel"> {
  readonly messageKind: MessageKind;
  /** Address as in the contract, e.g. `berrys:{project/partition}:events`. Informative; keys are derived by the runtime. */
  readonly address: string;
  readonly partitions: number;
  /** Messages published at the same time may share an entry of the stream; absent: each has its own. */
  readonly packed?: true;
  /** Milliseconds for which settled messages are kept; absent: the contract leaves it open. */
  readonly retentionMs?: number;
  /** Types of the messages, contract order. */
  readonly messages: readonly string[];
  /** Output module, e.g. `events/project`. */
  readonly module: string;
}

/** An AsyncAPI operation: a service may send to, or receives from, a channel. */
export interface ChannelOperationNode extends Node<"channel-operation"> {
  readonly action: "send" | "receive";
  readonly service: string;
  readonly channel: string;
  /** Message types it names; null: the whole channel, handled by one function. */
  readonly messages: readonly string[] | null;
  /** Its handler takes many messages at once; null: one. */
  readonly batch: Batch | null;
}

/** How many messages a handler takes at once. */
export interface Batch {
  /** At most so many. */
  readonly size: number;
  /** How long the first one waits for more, in milliseconds. */
  readonly waitMs: number;
}

export interface RestParameter {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required: boolean;
  readonly doc: string;
  readonly schema: JsonSchema;
  readonly explode: boolean;
  readonly style: string;
}

export interface RestResponse {
  /** `200`, `4XX` or `default`. */
  readonly status: string;
  readonly doc: string;
  readonly headers: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly schema: JsonSchema;
  }[];
  /** Media type → schema of the whole body; null: media type without schema. */
  readonly content: Readonly<Record<string, JsonSchema | null>>;
  /** Schema of `data` when the body is the `{data, meta}` envelope, else null. */
  readonly data: JsonSchema | null;
  /** True when `data` is a page of items (`meta.page`). */
  readonly paged: boolean;
}

/** How often callers may call an operation. */
export interface RateLimit {
  readonly requests: number;
  readonly windowMs: number;
  /** Whose requests are counted together: those of a caller or of an address. */
  readonly by: "principal" | "address";
}

/** How long answers of an operation may be kept, and by whom. */
export interface ResponseCaching {
  readonly maxAgeSeconds: number;
  /** `private`: each caller's own; `public`: the same for everybody who may ask. */
  readonly scope: "private" | "public";
  /** Further directives of `Cache-Control`, such as `must-revalidate`. */
  readonly directives: readonly string[];
  /** Request headers that the answer depends on, lower case. */
  readonly vary: readonly string[];
  /** Types of the events after which what the service has kept is no longer used. */
  readonly invalidatedBy: readonly string[];
}

/** One REST operation. */
export interface RestOperationNode extends Node<"rest-operation"> {
  /** `operationId`; `name` is the same. PascalCase in `typeName`. */
  readonly operationId: string;
  readonly typeName: string;
  readonly method: "get" | "put" | "post" | "delete" | "patch" | "head" | "options" | "trace";
  /** Path template without the server's base path, e.g. `/projects/{project_id}`. */
  readonly path: string;
  readonly service: string;
  readonly parameters: readonly RestParameter[];
  readonly body: {
    readonly required: boolean;
    readonly content: Readonly<Record<string, JsonSchema>>;
  } | null;
  readonly responses: readonly RestResponse[];
  /** Roles that may call it; null: not stated; empty: anyone, signed in or not. */
  readonly roles: readonly string[] | null;
  readonly timeoutMs: number | null;
  readonly idempotent: boolean;
  /** Template of the `Location` header of a 201 or 202, filled from `data`, e.g. `/projects/{project_id}`. */
  readonly location: string | null;
  /** How often it may be called; absent: as the API's configuration says. */
  readonly rateLimit?: RateLimit;
  /** How long answers may be kept; absent: they are not. */
  readonly cache?: ResponseCaching;
  /** RFC 6901 pointer into `data` of what changes with every change, an empty text: all of it. Absent: answers have no `ETag`. */
  readonly etag?: string;
  readonly tags: readonly string[];
  readonly deprecated: boolean;
  /** Output module, e.g. `rest/projects`. */
  readonly module: string;
}

export interface RpcMethodNode extends Node<"rpc-method"> {
  readonly input: string;
  readonly output: string;
  readonly streaming: "unary" | "server" | "client" | "bidi";
  readonly roles: readonly string[];
  readonly timeoutMs: number | null;
  readonly idempotent: boolean;
}

/** One proto `service`. `name` is the qualified name, e.g. `berrys.planning.v1.PlanningService`. */
export interface RpcServiceNode extends Node<"rpc-service"> {
  readonly package: string;
  /** Unqualified name, e.g. `PlanningService`; its camelCase form names clients and handlers. */
  readonly typeName: string;
  /** Service that serves it. */
  readonly service: string;
  readonly methods: readonly RpcMethodNode[];
  /** Output module of the protobuf-es code, e.g. `rpc/berrys/planning/v1/planning_pb`. */
  readonly module: string;
}

/** OpenAPI facts that belong to no single operation. */
export interface RestApiNode extends Node<"rest-api"> {
  readonly version: string;
  /** Path part of the first server URL, e.g. `/api/v1`. */
  readonly basePath: string;
  readonly securitySchemes: Readonly<Record<string, unknown>>;
  /** The whole OpenAPI document, its files made one. */
  readonly document: Readonly<Record<string, unknown>>;
}

export interface Model {
  readonly kind: "model";
  readonly version: 1;
  readonly name: string;
  readonly services: readonly ServiceNode[];
  readonly schemas: readonly SchemaNode[];
  readonly channels: readonly ChannelNode[];
  readonly messages: readonly MessageNode[];
  readonly channelOperations: readonly ChannelOperationNode[];
  readonly restApi: RestApiNode | null;
  readonly restOperations: readonly RestOperationNode[];
  readonly rpcServices: readonly RpcServiceNode[];
}
