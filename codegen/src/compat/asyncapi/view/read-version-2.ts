import { isObject } from "../../../load/pointer.ts";
import { child, children, type Located, refOf } from "../../../load/reference.ts";
import type { ContractTree } from "../../tree.ts";
import { type ChannelHead, channelHeads, serviceOf } from "./channel-head.ts";
import { layersOf, textField } from "./layers.ts";
import { createMessageReader, type MessageReader } from "./message.ts";
import type { Action, Channel, Operation, View } from "./view.ts";

/** In version 2 the names say what others do: what they publish, the application receives. */
const actions: readonly (readonly [key: string, action: Action])[] = [
  ["publish", "receive"],
  ["subscribe", "send"],
];

/** Channels and operations of AsyncAPI 2. */
export function readVersion2(tree: ContractTree): Pick<View, "channels" | "operations"> {
  const read = createMessageReader(tree);
  const operations: Operation[] = [];
  const channels = channelHeads(tree, (address) => address).map((head) => {
    const halves = actions.flatMap(([key, action]) => readHalf(tree, read, { head, key, action }));
    const messages = [...new Set(halves.flatMap((half) => half.messages))];
    const channel: Channel = { ...head, messages, servers: serversOf(head.located) };
    operations.push(...halves.map((half) => ({ ...half, channel })));
    return channel;
  });
  return { channels, operations };
}

interface HalfOf {
  readonly head: ChannelHead;
  readonly key: string;
  readonly action: Action;
}

function readHalf(
  tree: ContractTree,
  read: MessageReader,
  { head, key, action }: HalfOf,
): readonly Omit<Operation, "channel">[] {
  const located = tree.deref(child(head.located, key));
  if (located === null || !isObject(located.value)) return [];
  const layers = layersOf(tree, located);
  const id = textField(layers, "operationId");
  const name = id === null ? `${action} ${head.key}` : String(id.value);
  const messages = messagesOf(tree, child(located, "message")).flatMap(
    (node) => read(keyOf(tree, node, name), node) ?? [],
  );
  const service = serviceOf(tree, layers);
  return [{ key: name, located, layers, action, messages, takesAll: false, reply: null, service }];
}

function messagesOf(tree: ContractTree, node: Located): readonly Located[] {
  if (node.value === undefined) return [];
  const target = tree.deref(node);
  const list = target === null ? null : child(target, "oneOf");
  if (list !== null && Array.isArray(list.value)) return children(list).map(([, item]) => item);
  return [node];
}

/** A message of version 2 has no key of its own: its component's stands for it, its id, or its operation's. */
function keyOf(tree: ContractTree, node: Located, operation: string): string {
  const ref = refOf(node.value);
  if (ref !== null) return ref.split("/").at(-1) ?? operation;
  const located = tree.deref(node);
  const id = located === null ? null : textField([located], "messageId");
  return id === null ? `${operation}.message` : String(id.value);
}

function serversOf(channel: Located): readonly string[] | null {
  const listed = children(child(channel, "servers")).flatMap(([, { value }]) =>
    typeof value === "string" ? [value] : [],
  );
  return listed.length === 0 ? null : listed;
}
