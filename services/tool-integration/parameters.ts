import { isDeepStrictEqual } from "node:util";
import type { JsonObject } from "./schema.ts";

/**
 * What is wrong with parameters by a tool's schema, one clause a mistake; empty: they fit. Knows the keywords that
 * descriptions of parameters use: type, const, enum, required, properties, additionalProperties, items, lengths
 * and bounds. Other keywords are left to the tool itself.
 */
export function parameterMistakes(schema: JsonObject, parameters: unknown): readonly string[] {
  return mistakesAt("", schema, parameters);
}

function mistakesAt(path: string, schema: JsonObject, value: unknown): readonly string[] {
  const name = path === "" ? "the parameters" : `\`${path}\``;
  if (schema.type !== undefined && !allowedTypes(schema).some((type) => isOfType(type, value))) {
    return [`${name} must be ${allowedTypes(schema).join(" or ")}`];
  }
  if (Array.isArray(schema.enum) && !schema.enum.some((item) => isDeepStrictEqual(item, value))) {
    return [`${name} must be one of ${schema.enum.map((item) => JSON.stringify(item)).join(", ")}`];
  }
  if ("const" in schema && !isDeepStrictEqual(schema.const, value)) {
    return [`${name} must be ${JSON.stringify(schema.const)}`];
  }
  if (typeof value === "string") return boundMistakes(name, schema, value.length, "Length");
  if (typeof value === "number") return boundMistakes(name, schema, value, "imum");
  if (Array.isArray(value)) return arrayMistakes(path, name, schema, value);
  return isObject(value) ? objectMistakes(path, name, schema, value) : [];
}

const units = { Length: "have % characters", imum: "be %", Items: "have % items" };

function boundMistakes(
  name: string,
  schema: JsonObject,
  size: number,
  suffix: keyof typeof units,
): readonly string[] {
  const least = schema[`min${suffix}`];
  const most = schema[`max${suffix}`];
  const must = (bound: string) => [`${name} must ${units[suffix].replace("%", bound)}`];
  if (typeof least === "number" && size < least) return must(`at least ${least}`);
  if (typeof most === "number" && size > most) return must(`at most ${most}`);
  return [];
}

function arrayMistakes(
  path: string,
  name: string,
  schema: JsonObject,
  value: readonly unknown[],
): readonly string[] {
  const { items } = schema;
  const inside = isObject(items)
    ? value.flatMap((item, index) => mistakesAt(join(path, String(index)), items, item))
    : [];
  return [...boundMistakes(name, schema, value.length, "Items"), ...inside];
}

function objectMistakes(
  path: string,
  name: string,
  schema: JsonObject,
  value: JsonObject,
): readonly string[] {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const missing = required.filter((key) => !Object.hasOwn(value, key));
  const unknown =
    schema.additionalProperties === false
      ? Object.keys(value).filter((key) => !Object.hasOwn(properties, key))
      : [];
  const inside = Object.entries(value).flatMap(([key, item]) => {
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    return isObject(property) ? mistakesAt(join(path, key), property, item) : [];
  });
  return [
    ...missing.map((key) => `\`${join(path, key)}\` is missing`),
    ...unknown.map((key) => `${name} must not have \`${key}\``),
    ...inside,
  ];
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function allowedTypes(schema: JsonObject): readonly string[] {
  return (Array.isArray(schema.type) ? schema.type : [schema.type]).map(String);
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case "object":
      return isObject(value);
    case "array":
      return Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    case "null":
      return value === null;
    default:
      return typeof value === type;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
