import { isDeepStrictEqual } from "node:util";
import type { Validate } from "./ajv.ts";
import { isRecord, type Schema, type SchemaObject, targetOf } from "./json-schema.ts";

/** What a schema says about the parts of one value. */
interface Reading {
  readonly root: Schema;
  readonly validatorOf: (schema: Schema) => Validate;
  /** Names that the schema declares, by the object that has them. */
  readonly names: Map<object, Set<string>>;
}

/**
 * True when every property in a valid value is one that the schema declares at that very place: by `properties`,
 * `patternProperties`, a map (`additionalProperties` or `unevaluatedProperties` with a schema that says something),
 * `required`, or an enumerated value that has it, in a branch that the value takes. Whoever writes by a contract sends
 * no others, even where the object is open.
 */
export function isDeclared(
  root: Schema,
  value: unknown,
  validatorOf: (schema: Schema) => Validate,
): boolean {
  // Objects are told apart by identity, so that equal parts at two places are two.
  const copy: unknown = structuredClone(value);
  const reading: Reading = { root, validatorOf, names: new Map() };
  read(root, copy, reading);
  return everyObject(copy, (object) =>
    Object.keys(object).every((name) => reading.names.get(object)?.has(name)),
  );
}

function everyObject(value: unknown, holds: (object: SchemaObject) => boolean): boolean {
  if (Array.isArray(value)) return value.every((item) => everyObject(item, holds));
  if (!isRecord(value)) return true;
  return holds(value) && Object.values(value).every((member) => everyObject(member, holds));
}

function declare(object: object, names: readonly string[], { names: all }: Reading): void {
  const known = all.get(object) ?? new Set();
  for (const name of names) known.add(name);
  all.set(object, known);
}

function read(schema: Schema, value: unknown, reading: Reading): void {
  if (!isRecord(schema)) return;
  const takes = (branch: unknown) => reading.validatorOf(branch as Schema)(value);
  const { $ref, allOf, anyOf, oneOf, if: test } = schema;
  if (typeof $ref === "string") read(targetOf(reading.root, $ref), value, reading);
  for (const branch of listOf(allOf)) read(branch, value, reading);
  for (const branch of [...listOf(anyOf), ...listOf(oneOf)])
    if (takes(branch)) read(branch, value, reading);
  if (test !== undefined) {
    const holds = takes(test);
    if (holds) read(test as Schema, value, reading);
    const then = (holds ? schema.then : schema.else) as Schema | undefined;
    if (then !== undefined) read(then, value, reading);
  }
  const exact = [...("const" in schema ? [schema.const] : []), ...listOf(schema.enum)];
  if (exact.some((one) => isDeepStrictEqual(one, value))) declareAll(value, reading);
  if (Array.isArray(value)) readItems(schema, value, reading);
  else if (isRecord(value)) readMembers(schema, value, reading);
}

function listOf(value: unknown): readonly Schema[] {
  return Array.isArray(value) ? (value as Schema[]) : [];
}

function declareAll(value: unknown, reading: Reading): void {
  everyObject(value, (object) => {
    declare(object, Object.keys(object), reading);
    return true;
  });
}

function readItems(schema: SchemaObject, value: readonly unknown[], reading: Reading): void {
  const { prefixItems, items, contains, unevaluatedItems } = schema;
  const tuple = listOf(prefixItems);
  for (const [index, item] of value.entries()) {
    const own = tuple[index] ?? items ?? unevaluatedItems;
    if (own !== undefined) read(own as Schema, item, reading);
    if (contains !== undefined && reading.validatorOf(contains as Schema)(item))
      read(contains as Schema, item, reading);
  }
}

function readMembers(schema: SchemaObject, value: SchemaObject, reading: Reading): void {
  const { required, dependentRequired, dependentSchemas } = schema;
  if (Array.isArray(required)) declare(value, required as string[], reading);
  for (const [name, others] of Object.entries(dependentRequired ?? {}))
    if (name in value) declare(value, [name, ...(others as string[])], reading);
  for (const [name, other] of Object.entries(dependentSchemas ?? {}))
    if (name in value) read(other as Schema, value, reading);
  for (const [name, member] of Object.entries(value)) {
    const own = schemasOf(schema, name);
    if (own.length > 0) declare(value, [name], reading);
    for (const one of own) read(one, member, reading);
  }
}

/** What `properties`, `patternProperties` and, where they say nothing, maps declare for a name. */
function schemasOf(schema: SchemaObject, name: string): readonly Schema[] {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, Schema>>;
  const byPattern = Object.entries((schema.patternProperties ?? {}) as Record<string, Schema>);
  const found = [
    ...(Object.hasOwn(properties, name) ? [properties[name] as Schema] : []),
    ...byPattern
      .filter(([pattern]) => new RegExp(pattern, "u").test(name))
      .map(([, member]) => member),
  ];
  if (found.length > 0) return found;
  const map = (schema.additionalProperties ?? schema.unevaluatedProperties) as Schema | undefined;
  return isRecord(map) && Object.keys(map).length > 0 ? [map] : [];
}
