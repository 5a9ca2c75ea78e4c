import { isObject, member, segmentsOf } from "../../../load/pointer.ts";
import { child, children, idOf, type Located, refOf } from "../../../load/reference.ts";
import type { ContractTree } from "../../tree.ts";

/** How a value is written in XML; null: the contract does not say. */
export interface XmlForm {
  readonly name: string | null;
  readonly namespace: string | null;
  readonly attribute: boolean;
  /** For lists: the items stand in an element of their own. */
  readonly wrapped: boolean;
}

/** A schema with the names of its members, past `allOf`. */
export interface XmlNode {
  readonly form: XmlForm;
  readonly properties: ReadonlyMap<string, Located>;
  readonly items: Located | null;
  /** Where the schema is written. */
  readonly node: Located;
}

/** How the value of a schema is written in XML. `key`: the property that holds it, or null at the top. */
export function readXml(tree: ContractTree, schema: Located, key: string | null): XmlNode | null {
  const target = tree.deref(schema);
  if (target === null || !isObject(target.value)) return null;
  const parts = partsOf(tree, target);
  const stated = [schema, ...parts].map(({ value }) => member(value, "xml")).find(isObject);
  const isList = parts.some(({ value }) => member(value, "type") === "array");
  const items = parts.map((part) => child(part, "items")).find(({ value }) => isObject(value));
  return {
    form: {
      name: textOf(stated?.name) ?? key ?? componentName(schema, target),
      namespace: textOf(stated?.namespace),
      attribute: stated?.attribute === true,
      wrapped: isList && stated?.wrapped === true,
    },
    properties: new Map(parts.flatMap((part) => [...children(child(part, "properties"))])),
    items: items ?? null,
    node: target,
  };
}

/** The schema and everything that `allOf` merges into it. */
function partsOf(tree: ContractTree, schema: Located): readonly Located[] {
  const seen = new Map<string, Located>();
  const queue = [schema];
  for (const node of queue) {
    const target = tree.deref(node);
    if (target === null || seen.has(idOf(target))) continue;
    seen.set(idOf(target), target);
    queue.push(...children(child(target, "allOf")).map(([, part]) => part));
  }
  return [...seen.values()];
}

/** In XML the name of a component does reach the wire: it is the name of the element at the top. */
function componentName(schema: Located, target: Located): string | null {
  const segments = segmentsOf(target.pointer);
  const isComponent = segments.length === 3 && segments[1] === "schemas";
  return refOf(schema.value) !== null && isComponent ? (segments[2] ?? null) : null;
}

const said = new WeakMap<ContractTree, boolean>();

/** True where some schema of the documents says how it is written in XML; looked up once a document. */
export function saysXml(tree: ContractTree): boolean {
  const known = said.get(tree);
  if (known !== undefined) return known;
  const queue: unknown[] = tree.sources.files().map((file) => tree.sources.document(file)?.value);
  let found = false;
  while (queue.length > 0 && !found) {
    const value = queue.pop();
    if (typeof value !== "object" || value === null) continue;
    found = isObject(member(value, "xml"));
    for (const inner of Object.values(value)) queue.push(inner);
  }
  said.set(tree, found);
  return found;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
