import type { JsonSchema } from "../../model/model.ts";
import { declaredTypes, literalsOf, schemasOf } from "../keywords.ts";
import type { SchemaScope } from "../scope.ts";

const objectHints = ["properties", "required", "additionalProperties", "patternProperties"];

/** A schema in a few words, for the `expected` of a violation. */
export function expectedOf(schema: JsonSchema, scope: SchemaScope): string {
  if (typeof schema === "boolean") return schema ? "a value" : "no value";
  const literals = literalsOf(schema);
  if (literals !== undefined) return oneOf(literals.map((value) => JSON.stringify(value)));
  const types = declaredTypes(schema);
  if (types === undefined && schema.$ref !== undefined) return scope.resolve(schema.$ref).typeName;
  const branches = branchesOf(schema);
  if (branches.length > 0) {
    return oneOf([...new Set(branches.map((branch) => expectedOf(branch, scope)))]);
  }
  if (schema.title !== undefined) return schema.title;
  const [only] = types ?? [];
  if (types?.length === 1 && only === "string" && typeof schema.format === "string") {
    return `string in the format ${schema.format}`;
  }
  if (types !== undefined) return oneOf(types);
  return objectHints.some((keyword) => schema[keyword] !== undefined) ? "object" : "another value";
}

/** The alternatives of a pure union, with those of its branches and the types of a type list. */
function branchesOf(schema: JsonSchema): readonly JsonSchema[] {
  if (typeof schema === "boolean") return [];
  const types = declaredTypes(schema);
  if (types !== undefined) return types.length > 1 ? types.map((type) => ({ type })) : [];
  return [...schemasOf(schema, "oneOf"), ...schemasOf(schema, "anyOf")].flatMap((branch) => {
    const inner = branchesOf(branch);
    return inner.length > 0 ? inner : [branch];
  });
}

/** `a`, `a or b`, `one of a, b, c`. */
export function oneOf(items: readonly string[]): string {
  if (items.length <= 2) return items.join(" or ");
  return `one of ${items.join(", ")}`;
}

/** `1 character`, `2 characters`. */
export function count(number: number, unit: string): string {
  const plural = unit.endsWith("y") ? `${unit.slice(0, -1)}ies` : `${unit}s`;
  return `${number} ${number === 1 ? unit : plural}`;
}
