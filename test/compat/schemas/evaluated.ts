import type { Validate } from "./ajv.ts";
import { isRecord, type Schema, type SchemaObject, targetOf } from "./json-schema.ts";

/** What a schema evaluates of one value, as 2020-12 says. */
export interface Evaluated {
  readonly names: Set<string>;
  readonly items: Set<number>;
}

/** Where schemas stand, and what their parts accept. */
export interface Place {
  readonly root: Schema;
  readonly validatorOf: (schema: Schema) => Validate;
}

/** What a schema evaluates of a value that fits it, apart from its own `unevaluatedProperties` and `unevaluatedItems`. */
export function evaluatedBy(schema: SchemaObject, value: unknown, place: Place): Evaluated {
  const found: Evaluated = { names: new Set(), items: new Set() };
  evaluateInPlace(schema, value, place, found);
  if (Array.isArray(value)) evaluateItems(schema, value, place, found);
  else if (isRecord(value)) evaluateMembers(schema, value, found);
  return found;
}

/** Takes over what a schema beside another one evaluates; all that is left where it asks for the unevaluated itself. */
function takeOver(schema: unknown, value: unknown, place: Place, into: Evaluated): void {
  if (!isRecord(schema)) return;
  const { names, items } = evaluatedBy(schema, value, place);
  for (const name of names) into.names.add(name);
  for (const index of items) into.items.add(index);
  if ("unevaluatedItems" in schema && Array.isArray(value))
    for (const index of value.keys()) into.items.add(index);
  if ("unevaluatedProperties" in schema && isRecord(value))
    for (const name of Object.keys(value)) into.names.add(name);
}

function evaluateInPlace(
  schema: SchemaObject,
  value: unknown,
  place: Place,
  into: Evaluated,
): void {
  const takes = (branch: unknown) => place.validatorOf(branch as Schema)(value);
  const { $ref, allOf, anyOf, oneOf, if: test, dependentSchemas } = schema;
  if (typeof $ref === "string") takeOver(targetOf(place.root, $ref), value, place, into);
  for (const branch of listOf(allOf)) takeOver(branch, value, place, into);
  for (const branch of [...listOf(anyOf), ...listOf(oneOf)])
    if (takes(branch)) takeOver(branch, value, place, into);
  if (test !== undefined) {
    const holds = takes(test);
    if (holds) takeOver(test, value, place, into);
    takeOver(holds ? schema.then : schema.else, value, place, into);
  }
  if (isRecord(value))
    for (const [name, branch] of Object.entries(dependentSchemas ?? {}))
      if (Object.hasOwn(value, name)) takeOver(branch, value, place, into);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function evaluateItems(
  { prefixItems, items, contains }: SchemaObject,
  value: readonly unknown[],
  { validatorOf }: Place,
  into: Evaluated,
): void {
  const tuple = listOf(prefixItems).length;
  for (const [index, item] of value.entries())
    if (
      index < tuple ||
      items !== undefined ||
      (contains !== undefined && validatorOf(contains as Schema)(item))
    )
      into.items.add(index);
}

function evaluateMembers(schema: SchemaObject, value: SchemaObject, into: Evaluated): void {
  const { properties, patternProperties, additionalProperties } = schema;
  const patterns = Object.keys(patternProperties ?? {}).map((one) => new RegExp(one, "u"));
  for (const name of Object.keys(value))
    if (
      additionalProperties !== undefined ||
      (isRecord(properties) && Object.hasOwn(properties, name)) ||
      patterns.some((pattern) => pattern.test(name))
    )
      into.names.add(name);
}
