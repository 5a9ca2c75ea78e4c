import type {
  ChannelNode,
  MessageNode,
  RestOperationNode,
  RpcServiceNode,
  ServiceNode,
} from "../model/model.ts";
import {
  camelCase,
  channelHandlerName,
  channelUnionName,
  constName,
  pascalCase,
} from "../names.ts";

/** Member of publishers, senders and handlers that stands for a message or an operation. */
export function memberName(node: MessageNode | RestOperationNode): string {
  return camelCase(node.typeName);
}

/** Constant that holds the definition of a message or an operation. */
export function definitionName(node: MessageNode | RestOperationNode): string {
  return constName(node.typeName);
}

/** Validator of a named schema. */
export function checkName(typeName: string): string {
  return `check${typeName}`;
}

/** Upcaster of an older version: `v1`. */
export function upcasterName(version: number): string {
  return `v${version}`;
}

/** Union of a channel's envelopes: `ProjectEvent`, `AgentCommand`. */
export function channelUnion({ name, messageKind }: ChannelNode): string {
  return channelUnionName(name, messageKind);
}

/** Handler of a whole channel: `projectEvents`, `agentCommands`. */
export function channelHandler({ name, messageKind }: ChannelNode): string {
  return channelHandlerName(name, messageKind);
}

/** PascalCase base of a service's emitted names: `PlanningSystem`. */
export function serviceTypeName(service: ServiceNode): string {
  return pascalCase(service.id);
}

/** Constant that holds the definition of a service: `planningSystem`. */
export function serviceName(service: ServiceNode): string {
  return constName(service.id);
}

/** Member of clients and handlers that stands for an RPC service; the qualified name where two packages share a name. */
export function rpcName(rpc: RpcServiceNode, all: readonly RpcServiceNode[]): string {
  const short = constName(rpc.typeName);
  return (bearers(all).get(short) ?? 0) > 1 ? constName(rpc.name) : short;
}

const counted = new WeakMap<readonly RpcServiceNode[], ReadonlyMap<string, number>>();

/** How many services have a short name, counted once a model. */
function bearers(all: readonly RpcServiceNode[]): ReadonlyMap<string, number> {
  const known = counted.get(all);
  if (known !== undefined) return known;
  const counts = new Map<string, number>();
  for (const { typeName } of all)
    counts.set(constName(typeName), (counts.get(constName(typeName)) ?? 0) + 1);
  counted.set(all, counts);
  return counts;
}
