import type { ContractTree } from "../../../../compat/tree.ts";
import { isObject, member } from "../../../../load/pointer.ts";
import { child, children, idOf, type Located } from "../../../../load/reference.ts";

/** A schema met on the way down from a payload. */
export interface VisitedSchema {
  /** The schema itself, past references. */
  readonly node: Located;
  /** As the property or list that holds it writes it. */
  readonly entry: Located;
  /** Property that it is the value of; null: items, branches, the start. */
  readonly name: string | null;
  /** Object schema that declares the property. */
  readonly owner: Located | null;
  /** Names of the properties on the way, joined with dots; items add nothing. */
  readonly path: string;
}

const lists = ["allOf", "anyOf", "oneOf", "prefixItems"];
const singles = ["items", "additionalProperties", "contains", "not", "if", "then", "else"];

/**
 * Every schema that a schema is made of, each place once, the nearest first; recursion and depth do no harm. Places in
 * `seen` are left out, and those that are met are added to it.
 */
export function walkSchema(
  tree: ContractTree,
  start: Located,
  seen: Set<string> = new Set(),
): readonly VisitedSchema[] {
  const found: VisitedSchema[] = [];
  const queue: Omit<VisitedSchema, "node">[] = [
    { entry: start, name: null, owner: null, path: "" },
  ];
  for (let at = 0; at < queue.length; at++) {
    const next = queue[at];
    if (next === undefined) break;
    const node = tree.deref(next.entry);
    if (node === null || !isObject(node.value)) continue;
    // A shared schema says the same everywhere, but each property that refers to it has a name of its own.
    const id = idOf(next.name === null ? node : next.entry);
    if (seen.has(id)) continue;
    seen.add(id);
    found.push({ ...next, node });
    if (next.name !== null && idOf(node) !== id) {
      if (seen.has(idOf(node))) continue;
      seen.add(idOf(node));
    }
    queue.push(...innerOf(node, next.path));
  }
  return found;
}

function innerOf(node: Located, path: string): readonly Omit<VisitedSchema, "node">[] {
  const properties = children(child(node, "properties")).map(([name, entry]) => ({
    entry,
    name,
    owner: node,
    path: path === "" ? name : `${path}.${name}`,
  }));
  const others = [
    ...lists.flatMap((key) => children(child(node, key)).map(([, entry]) => entry)),
    ...singles.map((key) => child(node, key)),
    ...children(child(node, "patternProperties")).map(([, entry]) => entry),
  ];
  return [
    ...properties,
    ...others
      .filter(({ value }) => isObject(value))
      .map((entry) => ({ entry, name: null, owner: null, path })),
  ];
}

/** The description of a schema: its own words, or those of what it refers to. */
export function descriptionOf({ entry, node }: VisitedSchema): string {
  for (const { value } of [entry, node]) {
    const found = member(value, "description") ?? member(value, "title");
    if (typeof found === "string" && found.trim() !== "") return found;
  }
  return "";
}
