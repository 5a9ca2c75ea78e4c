import { createFileRegistry, type DescMessage, fromBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import type { ProtoSide } from "./side.ts";

/**
 * Finds the RPC services (qualified names) whose requests or responses reach an element: a message, one of its fields, an
 * enum or one of its values. The name of a service or method gives that service.
 */
export function createRpcUses(proto: ProtoSide | null): (name: string) => readonly string[] {
  let uses: ReadonlyMap<string, ReadonlySet<string>> | null = null;
  return (name) => {
    if (proto === null) return [];
    uses ??= readUses(proto.image);
    // `pkg.Message.field` is found through `pkg.Message`.
    for (let at = name; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf(".")))) {
      const found = uses.get(at);
      if (found !== undefined) return [...found];
    }
    return [];
  };
}

function readUses(image: Uint8Array): ReadonlyMap<string, ReadonlySet<string>> {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, image));
  const uses = new Map<string, Set<string>>();
  const add = (name: string, service: string) => {
    const known = uses.get(name);
    if (known?.has(service)) return false;
    if (known === undefined) uses.set(name, new Set([service]));
    else known.add(service);
    return true;
  };
  for (const node of registry) {
    if (node.kind !== "service") continue;
    add(node.typeName, node.typeName);
    const queue: DescMessage[] = node.methods.flatMap(({ input, output }) => [input, output]);
    for (let message = queue.pop(); message !== undefined; message = queue.pop()) {
      if (!add(message.typeName, node.typeName)) continue;
      for (const field of message.fields) {
        if (field.message) queue.push(field.message);
        if (field.enum) add(field.enum.typeName, node.typeName);
      }
    }
  }
  return uses;
}
