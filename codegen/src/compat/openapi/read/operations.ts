import { isObject, member } from "../../../load/pointer.ts";
import { child, type Located } from "../../../load/reference.ts";
import { methods as standardMethods } from "../../../model/methods.ts";
import type { ContractTree } from "../../tree.ts";
import { objectAt } from "./located.ts";

/** An object and what it falls back to, strongest first; never empty. */
export type Layers = readonly [Located, ...Located[]];

/** Methods of an operation, in the order in which OpenAPI lists them; `query` came with 3.2. */
export const methods = [...standardMethods, "query"] as const;

/** One method of a path, callback or webhook. */
export interface Operation {
  /** Upper case. */
  readonly method: string;
  readonly node: Located;
  /** The path item, with what its `$ref` leads to. */
  readonly item: Layers;
}

/** The layers of a path item: members beside a `$ref` win over those of its target. */
export function itemLayers(tree: ContractTree, node: Located): Layers | null {
  const target = objectAt(tree, node);
  if (target === null) return null;
  const isSame = target.file === node.file && target.pointer === node.pointer;
  return isSame || !isObject(node.value) ? [target] : [node, target];
}

/** The member of the strongest layer that has it; null: none has. */
export function layered(layers: readonly Located[], key: string): Located | null {
  for (const layer of layers) {
    if (member(layer.value, key) !== undefined) return child(layer, key);
  }
  return null;
}

/** The operations of a path item. */
export function readOperations(tree: ContractTree, item: Layers): readonly Operation[] {
  return methods.flatMap((method) => {
    const found = layered(item, method);
    const node = found === null ? null : objectAt(tree, found);
    return node === null ? [] : [{ method: method.toUpperCase(), node, item }];
  });
}
