import type { ContractTree } from "../../../compat/tree.ts";
import { isObject, member } from "../../../load/pointer.ts";
import { child, children, idOf, type Located } from "../../../load/reference.ts";

/** What a schema says about a value, over references and compositions. */
export interface ValueShape {
  /** JSON types that are named; empty: none is. */
  readonly types: ReadonlySet<string>;
  /** Properties by name, with where each is declared. */
  readonly properties: ReadonlyMap<string, Located>;
  /** Names that every value has; those of alternatives (`anyOf`, `oneOf`) do not count. */
  readonly required: ReadonlySet<string>;
  /** Schema of the items of an array, null: not said. */
  readonly items: Located | null;
  /** Every schema object that took part. */
  readonly layers: readonly Located[];
}

const shapes = new WeakMap<ContractTree, Map<string, ValueShape>>();

/** The shape that a schema gives a value: its own words, what it refers to, `allOf`, and all alternatives. */
export function shapeOf(tree: ContractTree, schema: Located | null): ValueShape {
  if (schema === null) return nothing;
  let known = shapes.get(tree);
  if (known === undefined) {
    known = new Map();
    shapes.set(tree, known);
  }
  const key = idOf(schema);
  const before = known.get(key);
  if (before !== undefined) return before;
  const shape = readShape(tree, schema);
  known.set(key, shape);
  return shape;
}

const nothing: ValueShape = {
  types: new Set(),
  properties: new Map(),
  required: new Set(),
  items: null,
  layers: [],
};

/** Compositions go a few levels deep; a chain of thousands, each asked for its shape, would cost its square. */
const mostLayers = 256;

function readShape(tree: ContractTree, schema: Located): ValueShape {
  const types = new Set<string>();
  const properties = new Map<string, Located>();
  const required = new Set<string>();
  const layers: Located[] = [];
  let items: Located | null = null;
  const seen = new Set<string>();
  const left = [{ at: schema, isCertain: true }];
  for (let next = left.pop(); next !== undefined && layers.length < mostLayers; next = left.pop()) {
    const { at, isCertain } = next;
    const target = tree.deref(at);
    if (target === null || !isObject(target.value) || seen.has(idOf(at))) continue;
    seen.add(idOf(at));
    if (target !== at) left.push({ at: target, isCertain });
    const node = isObject(at.value) ? at : target;
    layers.push(node);
    for (const type of [member(node.value, "type")].flat()) {
      if (typeof type === "string") types.add(type);
    }
    for (const [name, entry] of children(child(node, "properties"))) {
      if (!properties.has(name)) properties.set(name, entry);
    }
    const names = member(node.value, "required");
    if (isCertain && Array.isArray(names)) for (const name of names) required.add(String(name));
    const inner = child(node, "items");
    if (items === null && isObject(inner.value)) items = inner;
    for (const [, part] of children(child(node, "allOf"))) left.push({ at: part, isCertain });
    for (const key of ["anyOf", "oneOf"])
      for (const [, part] of children(child(node, key))) left.push({ at: part, isCertain: false });
  }
  if (types.size === 0 && properties.size > 0) types.add("object");
  return { types, properties, required, items, layers };
}

/** A keyword of the value's schema, from the first layer that has it; undefined: none has. */
export function keyword({ layers }: ValueShape, key: string): unknown {
  for (const { value } of layers) {
    const found = member(value, key);
    if (found !== undefined) return found;
  }
  return undefined;
}
