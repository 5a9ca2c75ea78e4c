import { isObject, member } from "../../../load/pointer.ts";
import { child, children, type Located } from "../../../load/reference.ts";
import type { ContractTree } from "../../tree.ts";
import { textField } from "./layers.ts";
import type { Channel } from "./view.ts";

/** What both versions need to know of a channel before its messages. */
export type ChannelHead = Omit<Channel, "messages" | "servers">;

/** The channels as they are named in reports, by key. */
export function channelHeads(
  tree: ContractTree,
  addressOf: (key: string, located: Located) => string | null,
): readonly ChannelHead[] {
  const found = children(child(tree.root, "channels")).flatMap(([key, node]) => {
    const located = tree.deref(node);
    if (located === null || !isObject(located.value)) return [];
    const address = addressOf(key, located);
    return [{ key, located, address, addressId: address === null ? null : addressIdOf(address) }];
  });
  const uses = new Map<string | null, number>();
  for (const { addressId } of found) uses.set(addressId, (uses.get(addressId) ?? 0) + 1);
  return found.map((head) => {
    const { address, addressId, key } = head;
    const isShared = (uses.get(addressId) ?? 0) > 1;
    return { ...head, label: address === null ? key : isShared ? `${address} (${key})` : address };
  });
}

/** An address without the names of its placeholders, which never reach the wire. */
export function addressIdOf(address: string): string {
  return address.replaceAll(/\{[^{}]*\}/g, "{}");
}

/** The service that an operation states, itself or for its whole file. */
export function serviceOf(tree: ContractTree, layers: readonly Located[]): string | null {
  const stated = textField(layers, "x-berrys-service");
  if (stated !== null) return String(stated.value);
  for (const { file } of [...layers, tree.root]) {
    const whole = member(tree.sources.document(file)?.value, "x-berrys-service");
    if (typeof whole === "string") return whole;
  }
  return null;
}
