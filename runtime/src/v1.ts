/**
 * What emitted code imports: the only entry point that is promised to stay. It pulls in nothing of Node, so that
 * the emitted REST client runs in browsers; hosting is in `host/`, which a process imports by itself.
 */
export {
  type BatchOptions,
  type Context,
  type Page,
  type Principal,
  type Publish,
  type PublishOptions,
  type Reply,
  type Request,
  type RequestOptions,
  reply,
  type Transaction,
} from "./context.ts";
export type { Database } from "./database/database.ts";
export type {
  FollowDefinition,
  FollowedMessage,
  MessageDefinition,
  PreviousVersion,
  RestApiDefinition,
  RestOperationDefinition,
  RestParameterDefinition,
  RestSuccessDefinition,
  RetryDefinition,
  RpcDefinition,
  ServiceDefinition,
  Topology,
  TopologyChannel,
  TopologyRestOperation,
  TopologyRpcService,
  TopologyService,
} from "./definitions.ts";
export type { Envelope, EnvelopeMetadata } from "./envelope.ts";
export { BerrysError, type ErrorCode, errorTraits } from "./errors.ts";
export {
  isBase64,
  isDate,
  isDateTime,
  isDuration,
  isEmail,
  isHostname,
  isInt32,
  isIpv4,
  isIpv6,
  isJsonPointer,
  isRegex,
  isRelativeJsonPointer,
  isTime,
  isUri,
  isUriReference,
  isUriTemplate,
  isUuid,
} from "./formats.ts";
export {
  type BatchHandler,
  type CommandHandler,
  defineService,
  type MessageHandler,
  type Peers,
  type RestHooks,
  type Service,
  type ServiceSetup,
  type Upcaster,
} from "./host/service.ts";
export { createRestClient, type UntypedRestClient } from "./rest/client.ts";
export type { RestHandler } from "./rest/handler.ts";
export type { Problem } from "./rest/problem.ts";
export type {
  ResponseMeta,
  RestCallInput,
  RestCallOptions,
  RestClientOptions,
  RestReply,
} from "./rest/reply.ts";
export type { RpcClient, RpcHandler, RpcHandlers } from "./rpc/types.ts";
export {
  codePointLength,
  countProperties,
  deepEqual,
  describe,
  duplicateIndex,
  exhausted,
  fail,
  isMultipleOf,
  isObject,
  maxDepth,
  pointerToken,
  relocate,
} from "./validation.ts";
export { type Check, maxViolations, type Violation, violationsOf } from "./violation.ts";
