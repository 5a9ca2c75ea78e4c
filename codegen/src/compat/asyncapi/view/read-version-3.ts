import { isObject } from "../../../load/pointer.ts";
import { child, children, idOf, type Located } from "../../../load/reference.ts";
import type { ContractTree } from "../../tree.ts";
import { channelHeads, serviceOf } from "./channel-head.ts";
import { field, followed, layersOf, textAt, textField } from "./layers.ts";
import { createMessageReader, type MessageReader } from "./message.ts";
import type { Channel, Message, Operation, Reply, View } from "./view.ts";

/** Channels and operations of AsyncAPI 3. */
export function readVersion3(tree: ContractTree): Pick<View, "channels" | "operations"> {
  const read = createMessageReader(tree);
  const channels = channelHeads(tree, (_, located) => textAt(child(located, "address"))).map(
    (head): Channel => ({
      ...head,
      messages: readMessages(read, child(head.located, "messages")),
      servers: serversOf(tree, head.located),
    }),
  );
  const byId = new Map<string, Channel>();
  for (const channel of channels)
    if (!byId.has(idOf(channel.located))) byId.set(idOf(channel.located), channel);
  const messagesOf = new Map(channels.map((channel) => [channel, byPlace(channel)]));
  const reader: OperationReader = { tree, read, byId, messagesOf };
  const operations = children(child(tree.root, "operations")).flatMap(([key, node]) =>
    readOperation(reader, key, node),
  );
  return { channels, operations };
}

function byPlace({ messages }: Channel): ReadonlyMap<string, Message> {
  const found = new Map<string, Message>();
  for (const message of messages)
    if (!found.has(idOf(message.located))) found.set(idOf(message.located), message);
  return found;
}

interface OperationReader {
  readonly tree: ContractTree;
  readonly read: MessageReader;
  readonly byId: ReadonlyMap<string, Channel>;
  /** The messages of each channel by their place. */
  readonly messagesOf: ReadonlyMap<Channel, ReadonlyMap<string, Message>>;
}

function readMessages(read: MessageReader, list: Located): readonly Message[] {
  return children(list).flatMap(([key, node]) => read(key, node) ?? []);
}

function serversOf(tree: ContractTree, channel: Located): readonly string[] | null {
  const listed = children(child(channel, "servers"));
  if (listed.length === 0) return null;
  const ids = new Set(listed.flatMap(([, node]) => tree.deref(node) ?? []).map(idOf));
  return children(child(tree.root, "servers"))
    .filter(([, node]) => {
      const server = tree.deref(node);
      return server !== null && ids.has(idOf(server));
    })
    .map(([key]) => key);
}

function readOperation(reader: OperationReader, key: string, node: Located): readonly Operation[] {
  const { tree } = reader;
  const located = tree.deref(node);
  if (located === null || !isObject(located.value)) return [];
  const layers = layersOf(tree, located);
  const action = textAt(field(layers, "action"));
  const channel = channelOf(reader, located);
  if ((action !== "send" && action !== "receive") || channel === null) return [];
  const listed = child(located, "messages");
  const takesAll = !Array.isArray(listed.value);
  const service = serviceOf(tree, layers);
  const messages = takesAll ? channel.messages : pick(reader, listed, channel);
  const reply = readReply(reader, followed(tree, layers, "reply"));
  return [{ key, located, layers, action, channel, messages, takesAll, reply, service }];
}

function channelOf({ tree, byId }: OperationReader, node: Located): Channel | null {
  const target = tree.deref(child(node, "channel"));
  return target === null ? null : (byId.get(idOf(target)) ?? null);
}

function pick(
  { tree, read, messagesOf }: OperationReader,
  list: Located,
  channel: Channel,
): readonly Message[] {
  return children(list).flatMap(([, item]) => {
    const target = tree.deref(item);
    if (target === null) return [];
    const found = messagesOf.get(channel)?.get(idOf(target));
    return found ?? read(target.pointer.split("/").at(-1) ?? "message", target) ?? [];
  });
}

function readReply(reader: OperationReader, located: Located | null): Reply | null {
  if (located === null || !isObject(located.value)) return null;
  const address = reader.tree.deref(child(located, "address"));
  const channel = channelOf(reader, located);
  const listed = child(located, "messages");
  const messages =
    channel === null
      ? []
      : Array.isArray(listed.value)
        ? pick(reader, listed, channel)
        : channel.messages;
  const location = address === null ? null : textField([address], "location");
  return { located, location, channel, messages };
}
