import type { DescEnum, DescMessage } from "@bufbuild/protobuf";
import type { Side } from "../../../../compat/side.ts";
import type { ContractTree } from "../../../../compat/tree.ts";
import { append, isObject, member } from "../../../../load/pointer.ts";
import { idOf, type Located } from "../../../../load/reference.ts";
import { type ProtoView, protoOf } from "../../rpc/view/proto-view.ts";

/** A schema that says with `x-berrys-proto` which message or enum is the same entity. */
export interface Link {
  readonly tree: ContractTree;
  readonly schema: Located;
  /** As it is written: a qualified name. */
  readonly name: string;
  /** Null: the proto files declare no such thing. */
  readonly target: DescMessage | DescEnum | null;
}

/** The links of a side, and what they lead to. */
export interface Links {
  readonly proto: ProtoView;
  /** By file and place. */
  readonly links: readonly Link[];
  /** Id of a linked schema → its links. */
  readonly bySchema: ReadonlyMap<string, readonly Link[]>;
}

const known = new WeakMap<Side, Promise<Links | null>>();

/** Every link of a side; null without Protobuf. */
export function linksOf(side: Side): Promise<Links | null> {
  const found = known.get(side) ?? readLinks(side);
  known.set(side, found);
  return found;
}

async function readLinks(side: Side): Promise<Links | null> {
  const proto = await protoOf(side);
  if (proto === null) return null;
  const bySchema = new Map<string, readonly Link[]>();
  for (const tree of [side.asyncapi, side.openapi, side.schema]) {
    if (tree === null) continue;
    for (const file of tree.sources.files()) {
      const start = { file, pointer: "", value: tree.sources.document(file)?.value };
      for (const schema of linkedIn(start)) {
        if (bySchema.has(idOf(schema))) continue;
        const links = namesOf(schema).map((name): Link => {
          const target = proto.registry.getMessage(name) ?? proto.registry.getEnum(name) ?? null;
          return { tree, schema, name, target };
        });
        bySchema.set(idOf(schema), links);
      }
    }
  }
  return { proto, links: [...bySchema.values()].flat(), bySchema };
}

/** One name, or several where packages declare the same thing each for themselves. */
function namesOf({ value }: Located): readonly string[] {
  return [member(value, linkKey)].flat().filter((name) => typeof name === "string");
}

/** The extension that links. */
export const linkKey = "x-berrys-proto";

function linkedIn(start: Located): readonly Located[] {
  const found: Located[] = [];
  const left = [start];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { file, pointer, value } = next;
    if (isObject(value) && namesOf(next).length > 0) found.push(next);
    if (typeof value !== "object" || value === null) continue;
    for (const [key, inner] of Object.entries(value))
      if (typeof inner === "object")
        left.push({ file, pointer: append(pointer, key), value: inner });
  }
  return found;
}
