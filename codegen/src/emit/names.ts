import type {
  ChannelNode,
  MessageNode,
  RestOperationNode,
  RpcServiceNode,
  ServiceNode,
} from "../model/model.ts";

/** Words that cannot name a constant of a module. */
const reserved = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval " +
    "export extends false finally for function if implements import in instanceof interface let new " +
    "null package private protected public return static super switch this throw true try typeof " +
    "undefined var void while with yield"
  ).split(" "),
);

/** `planning-system` → `PlanningSystem`; what is no letter, digit, `_` or `$` separates words. */
export function pascalCase(text: string): string {
  const joined = text
    .split(/[^\p{L}\p{N}_$]+|_/u)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  return /^\p{N}/u.test(joined) ? `_${joined}` : joined;
}

/** `PlanningService` → `planningService`. */
export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** Name of the constant behind a node; a reserved word gets an underscore at its end. */
function constantName(name: string): string {
  return reserved.has(name) ? `${name}_` : name;
}

/** Member of publishers, senders and handlers that stands for a message or an operation. */
export function memberName(node: MessageNode | RestOperationNode): string {
  return lowerFirst(node.typeName);
}

/** Constant that holds the definition of a message or an operation. */
export function definitionName(node: MessageNode | RestOperationNode): string {
  return constantName(memberName(node));
}

/** Validator of a named schema. */
export function checkName(typeName: string): string {
  return `check${typeName}`;
}

/** Union of a channel's envelopes: `ProjectEvent`, `AgentCommand`; a channel called `agent_commands` says so once. */
export function channelUnionName(channel: ChannelNode): string {
  const suffix = channel.messageKind === "event" ? "Event" : "Command";
  const name = pascalCase(channel.name);
  return (name.replace(new RegExp(`${suffix}s?$`), "") || name) + suffix;
}

/** Handler of a whole channel: `projectEvents`, `agentCommands`. */
export function channelHandlerName(channel: ChannelNode): string {
  return `${lowerFirst(channelUnionName(channel))}s`;
}

/** PascalCase base of a service's emitted names: `PlanningSystem`. */
export function serviceTypeName(service: ServiceNode): string {
  return pascalCase(service.id);
}

/** Constant that holds the definition of a service: `planningSystem`. */
export function serviceName(service: ServiceNode): string {
  return constantName(lowerFirst(serviceTypeName(service)));
}

/** Member of clients and handlers that stands for an RPC service; the qualified name where two packages share a name. */
export function rpcName(rpc: RpcServiceNode, all: readonly RpcServiceNode[]): string {
  const shared = all.some((other) => other !== rpc && other.typeName === rpc.typeName);
  return constantName(lowerFirst(shared ? pascalCase(rpc.name) : rpc.typeName));
}

/** How protobuf-es calls a method: `CreatePlan` → `createPlan`. */
export function rpcMethodName(method: { readonly name: string }): string {
  return lowerFirst(method.name.slice(method.name.lastIndexOf(".") + 1));
}
