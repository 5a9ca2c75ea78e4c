import type { ContractTree } from "../../../compat/tree.ts";
import { isObject, member } from "../../../load/pointer.ts";
import { child, children, idOf, type Located } from "../../../load/reference.ts";

/** One schema that a walk comes by. */
export interface SchemaVisit {
  /** The schema as written, past references that add nothing. */
  readonly node: Located;
  /** In words: the name of the nearest named schema (else where the walk began), then properties, `[]` for items. */
  readonly path: readonly string[];
  /** The property whose schema this is; null: something else. */
  readonly property: SchemaProperty | null;
}

/** A property of an object schema. */
export interface SchemaProperty {
  /** Name on the wire. */
  readonly name: string;
  /** Where the property is declared; the visit's node differs where this is a reference. */
  readonly entry: Located;
  /** The schema that declares it. */
  readonly owner: Located;
  /** True where the owner lists it in `required`. */
  readonly required: boolean;
  /** Where it is declared, in words; the path of the visit is that of the schema it has. */
  readonly path: readonly string[];
}

/** Where a walk begins. */
export interface WalkStart {
  /** A schema, maybe a reference. */
  readonly node: Located;
  /** What it is called in words. */
  readonly path: readonly string[];
}

const single =
  "items additionalItems contains additionalProperties unevaluatedProperties unevaluatedItems if then else".split(
    " ",
  );
const lists = ["allOf", "anyOf", "oneOf", "prefixItems"];
const maps = ["patternProperties", "dependentSchemas"];

/**
 * Every schema that can be reached, each once, in document order of the first way to it. A schema that a property
 * refers to is visited once for itself; properties are told apart by where they are declared.
 */
export function walkSchemas(
  tree: ContractTree,
  starts: readonly WalkStart[],
): readonly SchemaVisit[] {
  const seen = new Set<string>();
  const found: SchemaVisit[] = [];
  const left = [...starts].reverse().map((start): Waiting => ({ ...start, property: null }));
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const key = idOf(next.property?.entry ?? next.node);
    if (seen.has(key)) continue;
    seen.add(key);
    const target = tree.deref(next.node);
    if (target === null) continue;
    const isRef = target !== next.node;
    const name = isRef ? nameOf(tree, target) : null;
    const path = name === null ? next.path : [name];
    found.push({ node: target, path, property: next.property });
    if (isRef && seen.has(idOf(target))) continue;
    seen.add(idOf(target));
    // Siblings of a `$ref` (2020-12) say more about the same value.
    const layers =
      isRef && Object.keys(next.node.value as object).length > 1 ? [target, next.node] : [target];
    for (const layer of layers.reverse()) left.push(...inner(layer, path).reverse());
  }
  return found;
}

interface Waiting extends WalkStart {
  readonly property: SchemaProperty | null;
}

function inner(node: Located, path: readonly string[]): Waiting[] {
  const found: Waiting[] = [];
  if (!isObject(node.value)) return found;
  const plain = (at: Located, way: readonly string[]) => {
    if (typeof at.value === "object" && at.value !== null)
      found.push({ node: at, path: way, property: null });
  };
  const required = member(node.value, "required");
  for (const [name, entry] of children(child(node, "properties"))) {
    const property = {
      name,
      entry,
      owner: node,
      required: Array.isArray(required) && required.includes(name),
      path: [...path, name],
    };
    found.push({ node: entry, path: property.path, property });
  }
  for (const key of lists)
    for (const [, at] of children(child(node, key)))
      plain(at, key === "prefixItems" ? [...path, "[]"] : path);
  for (const key of maps)
    for (const [name, at] of children(child(node, key))) plain(at, [...path, name]);
  for (const key of single)
    plain(child(node, key), steps[key] === undefined ? path : [...path, steps[key]]);
  return found;
}

const steps: Readonly<Record<string, string>> = {
  items: "[]",
  additionalItems: "[]",
  contains: "[]",
  unevaluatedItems: "[]",
  additionalProperties: "*",
  unevaluatedProperties: "*",
};

/**
 * The name that people know a schema, parameter or response by: its key under `components`, `$defs`, or at the top of a
 * file of shared parts. Null: it is declared in place.
 */
export function nameOf(tree: ContractTree, { file, pointer }: Located): string | null {
  const shape = file === tree.root.file ? inEntry : inPart;
  const name = shape.exec(pointer)?.[1];
  if (name === undefined || /^\d+$/.test(name)) return null;
  return name.replaceAll("~1", "/").replaceAll("~0", "~");
}

const inEntry = /^\/components\/\w+\/([^/]+)$/;
const inPart = /^(?:\/components)?(?:\/(?:\w+|\$defs))?\/([^/]+)$/;
