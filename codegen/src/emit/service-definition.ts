import type { Batch, MessageNode, Model, RpcServiceNode, ServiceNode } from "../model/model.ts";
import { array, type Code, object, raw, value } from "./code.ts";
import type { ImportCollector } from "./imports.ts";
import { channelOf, type Follow, type Powers, streamName, watchesOf } from "./lookup.ts";
import { channelHandler, definitionName, memberName, rpcName } from "./names.ts";
import { rpcDefinitionsModule } from "./rpc.ts";

/** The constant from which the runtime hosts a service. */
export function serviceDefinition(
  model: Model,
  service: ServiceNode,
  powers: Powers,
  imports: ImportCollector,
): Code {
  const message = (node: MessageNode): Code =>
    raw(imports.value(channelOf(model, node).module, definitionName(node)));
  const messages = (nodes: readonly MessageNode[]): Code =>
    object(nodes.map((node) => [memberName(node), message(node)]));
  const rpcs = (nodes: readonly RpcServiceNode[]): Code =>
    object(
      nodes.map((node) => {
        const name = rpcName(node, model.rpcServices);
        return [name, raw(imports.value(rpcDefinitionsModule, name))];
      }),
    );
  const operations = powers.rest.map((operation) =>
    raw(imports.value(operation.module, definitionName(operation))),
  );
  return object([
    ["id", value(service.id)],
    ["title", value(service.name)],
    ["portOffset", value(service.portOffset)],
    ["publishes", messages(powers.publishes)],
    ["sends", messages(powers.sends)],
    ["follows", array(powers.follows.map((follow) => followDefinition(model, follow, message)))],
    [
      "rest",
      object([
        ["basePath", value(model.restApi?.basePath ?? "")],
        ["version", value(model.restApi?.version ?? "")],
        ["operations", array(operations)],
        ...watchesCode(model, powers),
      ]),
    ],
    ["serves", rpcs(powers.serves)],
    ["calls", rpcs(powers.calls)],
  ]);
}

function watchesCode(model: Model, powers: Powers): readonly (readonly [string, Code])[] {
  const watches = watchesOf(model, powers).map(({ channel, types }) => ({
    channel: streamName(model, channel),
    partitions: channel.partitions,
    ...(channel.retentionMs === undefined ? {} : { retentionMs: channel.retentionMs }),
    types,
  }));
  return watches.length === 0 ? [] : [["watches", value(watches)]];
}

function followDefinition(
  model: Model,
  { channel, whole, messages, batchOf }: Follow,
  definition: (message: MessageNode) => Code,
): Code {
  const handler = whole ? channelHandler(channel) : null;
  return object([
    ["channel", value(streamName(model, channel))],
    ["kind", value(channel.messageKind)],
    ["partitions", value(channel.partitions)],
    ["handler", value(handler)],
    ...(channel.retentionMs === undefined
      ? []
      : [["retentionMs", value(channel.retentionMs)] as const]),
    [
      "messages",
      array(
        messages.map((message) =>
          object([
            ["handler", value(handler ?? memberName(message))],
            ["message", definition(message)],
            ...(message.previous.length === 0
              ? []
              : [["upcasters", value(memberName(message))] as const]),
            ...batchCode(batchOf(message)),
          ]),
        ),
      ),
    ],
  ]);
}

function batchCode(batch: Batch | null): readonly (readonly [string, Code])[] {
  if (batch === null) return [];
  const { size, waitMs } = batch;
  return [
    [
      "batch",
      object([
        ["size", value(size)],
        ["waitMs", value(waitMs)],
      ]),
    ],
  ];
}
