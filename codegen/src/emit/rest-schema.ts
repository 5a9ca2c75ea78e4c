import type { JsonSchema, JsonSchemaObject } from "../model/model.ts";
import type { SchemaScope } from "../schema/scope.ts";

/** Types that a parameter's text can become. */
export type TextType =
  | "string"
  | "integer"
  | "number"
  | "boolean"
  | "null"
  | "array"
  | "object"
  | "any";

/** The keywords of a schema with those behind `$ref` and `allOf`; nearer ones win. */
export function mergedSchema(
  schema: JsonSchema,
  scope: SchemaScope,
  seen: readonly string[] = [],
): JsonSchemaObject {
  if (typeof schema === "boolean") return {};
  const { $ref, allOf = [], ...own } = schema;
  const target =
    $ref === undefined || seen.includes($ref)
      ? {}
      : mergedSchema(scope.resolve($ref).schema, scope, [...seen, $ref]);
  const parts = allOf.map((part) => mergedSchema(part, scope, seen));
  return Object.assign({}, target, ...parts, own) as JsonSchemaObject;
}

/** What the text of a parameter is to become; `any` where the schema leaves it open. */
export function textTypeOf(schema: JsonSchema, scope: SchemaScope): TextType {
  const merged = mergedSchema(schema, scope);
  const stated = typeof merged.type === "string" ? [merged.type] : (merged.type ?? []);
  const types = stated.length > 0 ? stated : impliedTypes(merged, scope);
  const [first, ...more] = [...new Set(types)].filter((type) => type !== "null");
  if (first === undefined) return types.length > 0 ? "null" : "any";
  return more.length === 0 && isTextType(first) ? first : "any";
}

function impliedTypes(schema: JsonSchemaObject, scope: SchemaScope): readonly string[] {
  if (Array.isArray(schema.enum)) return schema.enum.map(typeOfLiteral);
  if (schema.const !== undefined) return [typeOfLiteral(schema.const)];
  const branches = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  if (branches.length > 0) return branches.map((branch) => textTypeOf(branch, scope));
  if (schema.items !== undefined) return ["array"];
  return schema.properties === undefined ? [] : ["object"];
}

function typeOfLiteral(literal: unknown): string {
  if (literal === null) return "null";
  if (Array.isArray(literal)) return "array";
  return typeof literal;
}

function isTextType(type: string): type is TextType {
  return ["string", "integer", "number", "boolean", "null", "array", "object", "any"].includes(
    type,
  );
}
