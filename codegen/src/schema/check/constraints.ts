import type { JsonSchema, JsonSchemaObject, SchemaId } from "../../model/model.ts";
import { declaredTypes, literalsOf, schemaMapOf, schemasOf } from "../keywords.ts";
import type { SchemaScope } from "../scope.ts";

const asserting = new Set(
  `$ref type const enum minLength maxLength pattern format minimum maximum exclusiveMinimum
  exclusiveMaximum multipleOf properties required additionalProperties patternProperties propertyNames
  minProperties maxProperties dependentRequired dependentSchemas items prefixItems contains minItems
  maxItems uniqueItems allOf anyOf oneOf not if unevaluatedProperties unevaluatedItems`.split(
    /\s+/,
  ),
);

/** Whether a schema can refuse any value; with `keywords`, whether these alone can. */
export function constrains(schema: JsonSchema, keywords?: readonly string[]): boolean {
  if (typeof schema === "boolean") return !schema;
  return Object.keys(schema).some(
    (keyword) =>
      (keywords === undefined ? asserting.has(keyword) : keywords.includes(keyword)) &&
      says(schema, keyword),
  );
}

/** Whether a keyword's value refuses anything. */
function says(schema: JsonSchemaObject, keyword: string): boolean {
  const value = schema[keyword];
  switch (keyword) {
    case "additionalProperties":
    case "propertyNames":
    case "items":
    case "unevaluatedProperties":
    case "unevaluatedItems":
      return typeof value === "boolean" ? !value : constrains(value as JsonSchemaObject);
    case "properties":
    case "patternProperties":
    case "dependentSchemas":
      return schemaMapOf(schema, keyword).some(([, member]) => constrains(member));
    case "prefixItems":
    case "allOf":
      return schemasOf(schema, keyword).some((part) => constrains(part));
    case "required":
      return Array.isArray(value) && value.length > 0;
    case "uniqueItems":
      return value === true;
    default:
      return value !== undefined;
  }
}

/** Whether the schema's own check already refuses a missing value, so that `required` needs no code of its own. */
export function refusesMissing(
  schema: JsonSchema,
  scope: SchemaScope,
  seen: readonly SchemaId[] = [],
): boolean {
  if (typeof schema === "boolean") return !schema;
  if (declaredTypes(schema) !== undefined || literalsOf(schema) !== undefined) return true;
  if (schema.$ref === undefined || seen.includes(schema.$ref)) return false;
  return refusesMissing(scope.resolve(schema.$ref).schema, scope, [...seen, schema.$ref]);
}
