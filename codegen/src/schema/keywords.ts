import type { JsonSchema, JsonSchemaObject } from "../model/model.ts";

/** The JSON types that `type` can name; `integer` is a number. */
export const jsonTypes = ["null", "boolean", "number", "string", "array", "object"] as const;
export type JsonType = (typeof jsonTypes)[number];

/** The keyword's value as a number. */
export function numberOf(schema: JsonSchemaObject, keyword: string): number | undefined {
  const value = schema[keyword];
  return typeof value === "number" ? value : undefined;
}

/** Whether a value can be a schema. */
export function isSchema(value: unknown): value is JsonSchema {
  return (
    typeof value === "boolean" ||
    (typeof value === "object" && value !== null && !Array.isArray(value))
  );
}

/** The keyword's value as a schema. */
export function schemaOf(schema: JsonSchemaObject, keyword: string): JsonSchema | undefined {
  const value = schema[keyword];
  return isSchema(value) ? value : undefined;
}

/** The keyword's value as a list of schemas; empty if absent. */
export function schemasOf(schema: JsonSchemaObject, keyword: string): readonly JsonSchema[] {
  const value = schema[keyword];
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

/** The keyword's value as schemas by name, contract order; empty if absent. */
export function schemaMapOf(
  schema: JsonSchemaObject,
  keyword: string,
): readonly (readonly [name: string, schema: JsonSchema])[] {
  const value = schema[keyword];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).filter((entry): entry is [string, JsonSchema] => isSchema(entry[1]));
}

/** The keyword's value as strings without repetition; empty if absent. */
export function stringsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return [...new Set(value.filter((item): item is string => typeof item === "string"))];
}

/** `type` as the contract lists it; undefined if absent. `number` swallows `integer`. */
export function declaredTypes(schema: JsonSchemaObject): readonly string[] | undefined {
  if (typeof schema.type === "string") return [schema.type];
  if (!Array.isArray(schema.type)) return undefined;
  const types = stringsOf(schema.type);
  return types.includes("number") ? types.filter((type) => type !== "integer") : types;
}

/** The JSON type of a value. */
export function typeOfValue(value: unknown): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "boolean" || typeof value === "number" || typeof value === "string") {
    return typeof value as "boolean" | "number" | "string";
  }
  return "object";
}

/** The values that `const`, `enum` and `type` together allow; undefined if neither `const` nor `enum` is there. */
export function literalsOf(schema: JsonSchemaObject): readonly unknown[] | undefined {
  const hasConst = Object.hasOwn(schema, "const");
  if (!hasConst && !Array.isArray(schema.enum)) return undefined;
  const types = declaredTypes(schema);
  const values = Array.isArray(schema.enum) ? (schema.enum as readonly unknown[]) : [schema.const];
  const seen = new Set<string>();
  return values.filter((value) => {
    if (hasConst && stableJson(value) !== stableJson(schema.const)) return false;
    if (seen.has(stableJson(value))) return false;
    seen.add(stableJson(value));
    if (types === undefined) return true;
    const type = typeOfValue(value);
    return types.includes(type) || (types.includes("integer") && Number.isInteger(value));
  });
}

/** JSON with sorted members: equal text for equal values. */
export function stableJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${stableJson(member)}`).join(",")}}`;
}
