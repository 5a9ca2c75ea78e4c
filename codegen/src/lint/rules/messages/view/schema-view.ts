import type { ContractTree } from "../../../../compat/tree.ts";
import { isObject, member } from "../../../../load/pointer.ts";
import { child, children, idOf, type Located } from "../../../../load/reference.ts";

/** A property as one of the parts of a schema declares it. */
export interface Property {
  readonly name: string;
  /** As it is written, maybe a `$ref` with words beside it. */
  readonly node: Located;
  /** The object schema whose `properties` hold it. */
  readonly owner: Located;
  /** Listed under `required` of one of the parts that always apply. */
  readonly required: boolean;
}

/**
 * A schema with everything that always applies to it: what it refers to and its `allOf`, outermost first. Each place
 * comes once, so recursive schemas end.
 */
export function partsOf(tree: ContractTree, schema: Located): readonly Located[] {
  return collect(tree, schema, ["allOf"]);
}

/** {@link partsOf}, with the branches of `anyOf` and `oneOf` too. */
export function branchesOf(tree: ContractTree, schema: Located): readonly Located[] {
  return collect(tree, schema, ["allOf", "anyOf", "oneOf"]);
}

function collect(
  tree: ContractTree,
  schema: Located,
  keywords: readonly string[],
): readonly Located[] {
  const seen = new Set<string>();
  const found: Located[] = [];
  const left = [schema];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const target = tree.deref(next);
    if (target === null || !isObject(target.value) || seen.has(idOf(target))) continue;
    seen.add(idOf(target));
    // Words and keywords beside a `$ref` are nearer than what it leads to.
    if (idOf(target) !== idOf(next)) found.push(next);
    found.push(target);
    const inner = keywords.flatMap((key) => children(child(target, key)).map(([, part]) => part));
    left.push(...inner.reverse());
  }
  return found;
}

/** The properties of a schema, those of an envelope's narrowing before those of the envelope. */
export function propertiesOf(tree: ContractTree, schema: Located): readonly Property[] {
  const parts = partsOf(tree, schema);
  const required = new Set(parts.flatMap(({ value }) => textsOf(member(value, "required"))));
  const found = new Map<string, Property>();
  for (const owner of narrowFirst(parts)) {
    for (const [name, node] of children(child(owner, "properties")))
      if (!found.has(name)) found.set(name, { name, node, owner, required: required.has(name) });
  }
  return [...found.values()];
}

/** Every declaration of a property by name, that of the general envelope last. */
export function declarationsOf(
  tree: ContractTree,
  schema: Located,
  name: string,
): readonly Located[] {
  return narrowFirst(partsOf(tree, schema))
    .map((part) => child(child(part, "properties"), name))
    .filter(({ value }) => value !== undefined);
}

/** What narrows an envelope stands behind it in `allOf`, and yet says more. */
function narrowFirst(parts: readonly Located[]): readonly Located[] {
  const isCarrier = ({ value }: Located) => member(value, "x-berrys-envelope") !== undefined;
  return [...parts.filter((part) => !isCarrier(part)), ...parts.filter(isCarrier)];
}

/** The value of a keyword in the nearest part that has it; undefined: nowhere. */
export function keywordOf(tree: ContractTree, schema: Located, keyword: string): unknown {
  for (const { value } of partsOf(tree, schema)) {
    const found = member(value, keyword);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Types that a schema allows, told from `type`, `const`, `enum` and its branches; empty: not stated. */
export function typesOf(tree: ContractTree, schema: Located): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { value } of branchesOf(tree, schema)) {
    const type = member(value, "type");
    for (const name of typeof type === "string" ? [type] : textsOf(type)) found.add(name);
    const values = member(value, "enum");
    const constant = member(value, "const");
    for (const item of [...(Array.isArray(values) ? values : []), constant])
      if (item !== undefined && type === undefined) found.add(typeOfValue(item));
    if (member(value, "nullable") === true) found.add("null");
    if (type === undefined && isObject(member(value, "properties"))) found.add("object");
  }
  return found;
}

/** True where a schema or one of its alternatives allows `null`; what `allOf` adds could only take it away. */
export function isNullable(tree: ContractTree, schema: Located): boolean {
  const node = tree.deref(schema);
  if (node === null) return false;
  const alternatives = ["anyOf", "oneOf"].flatMap((key) =>
    children(child(node, key)).map(([, branch]) => tree.deref(branch)?.value),
  );
  return [node.value, ...alternatives].some(allowsNull);
}

function allowsNull(value: unknown): boolean {
  const values = member(value, "enum");
  return (
    [member(value, "type")].flat().includes("null") ||
    member(value, "nullable") === true ||
    member(value, "const") === null ||
    (Array.isArray(values) && values.includes(null))
  );
}

/** The values of `const` or `enum`; null: open. */
export function valuesOf(tree: ContractTree, schema: Located): readonly unknown[] | null {
  const constant = keywordOf(tree, schema, "const");
  if (constant !== undefined) return [constant];
  const values = keywordOf(tree, schema, "enum");
  return Array.isArray(values) ? values : null;
}

function typeOfValue(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value;
}

/** The texts of a list; of anything else, none. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
