import { isObject, member } from "../../../load/pointer.ts";
import { child, children, type Located } from "../../../load/reference.ts";
import type { Place } from "../../change.ts";
import type { ContractTree } from "../../tree.ts";

/** A node of both versions of a document. */
export interface Pair {
  readonly old: Located;
  readonly now: Located;
}

/** The object at a node, past references; null for anything but an object. */
export function objectAt(tree: ContractTree, node: Located): Located | null {
  const found = node.value === undefined ? null : tree.deref(node);
  return found !== null && isObject(found.value) ? found : null;
}

/** The member of an object, past references, where it is an object itself. */
export function objectIn(tree: ContractTree, node: Located, key: string): Located | null {
  return member(node.value, key) === undefined ? null : objectAt(tree, child(node, key));
}

/** The members of a map whose values are objects, past references. */
export function entriesOf(
  tree: ContractTree,
  node: Located | null,
): readonly (readonly [key: string, node: Located])[] {
  if (node === null || !isObject(node.value)) return [];
  return children(node).flatMap(([key, item]) => {
    const found = objectAt(tree, item);
    return found === null ? [] : [[key, found] as const];
  });
}

/** The text of a member, or null. */
export function textIn(node: Located | null, key: string): string | null {
  const value = member(node?.value, key);
  return typeof value === "string" ? value : null;
}

/** The truth of a member; `otherwise` where it holds none. */
export function flagIn(node: Located | null, key: string, otherwise = false): boolean {
  const value = member(node?.value, key);
  return typeof value === "boolean" ? value : otherwise;
}

/** The texts of a member that is a list. */
export function textsIn(node: Located | null, key: string): readonly string[] {
  const value = member(node?.value, key);
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** The place of a node; null where there is none. */
export function placeOf(node: Located | null): Place | null {
  return node === null ? null : { file: node.file, pointer: node.pointer };
}

/** The place of a member where it is written, of the object itself otherwise. */
export function memberPlace(node: Located | null, ...keys: readonly string[]): Place | null {
  const key = keys.find((name) => member(node?.value, name) !== undefined);
  return node === null || key === undefined ? placeOf(node) : placeOf(child(node, key));
}

/** True where two values hold the same, whatever the order of their keys. Values are JSON, as deep as the loader lets in. */
export function sameValue(left: unknown, right: unknown): boolean {
  return left === right || stable(left) === stable(right);
}

function stable(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
