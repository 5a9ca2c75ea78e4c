import type { JsonSchema, JsonSchemaObject, SchemaId } from "../model/model.ts";
import { isSchema, schemaMapOf } from "./keywords.ts";
import { isPattern } from "./pattern.ts";
import { reaches } from "./references.ts";
import type { SchemaScope } from "./scope.ts";

/** A keyword that no sound validator can be emitted for; a diagnostic waiting for its span. */
export interface UnsupportedKeyword {
  readonly unsupported: string;
  /** JSON pointer of the keyword, relative to the schema. */
  readonly pointer: string;
  /** Why, and what to write instead. */
  readonly reason: string;
}

/**
 * Keywords of a schema that emitted validators cannot honour. Validation rules report them; emitting
 * such a schema throws. `id` is the schema's own id if it is a named one.
 */
export function unsupportedIn(
  schema: JsonSchema,
  scope: SchemaScope,
  id: SchemaId | null,
): readonly UnsupportedKeyword[] {
  const found = problemsIn(schema, "");
  if (id !== null && reaches(scope, id, id, ["alternative"])) {
    const reason =
      "the schema is an alternative of itself; drop the reference that closes the circle";
    found.push({ unsupported: "$ref", pointer: "", reason });
  }
  return found;
}

const schemaLists = ["allOf", "anyOf", "oneOf", "prefixItems"];
const schemaMaps = ["properties", "patternProperties", "dependentSchemas"];
const schemas = `items contains additionalProperties propertyNames unevaluatedProperties
  unevaluatedItems not if then else`.split(/\s+/);

function problemsIn(schema: JsonSchema, pointer: string): UnsupportedKeyword[] {
  if (typeof schema === "boolean") return [];
  const found = ownProblems(schema).map(([unsupported, reason]) => ({
    unsupported,
    pointer: `${pointer}/${unsupported}`,
    reason,
  }));
  const visit = (value: unknown, at: string) => {
    if (isSchema(value)) found.push(...problemsIn(value, `${pointer}/${at}`));
  };
  for (const keyword of schemas) visit(schema[keyword], keyword);
  for (const keyword of schemaLists) {
    const list = schema[keyword];
    if (!Array.isArray(list)) continue;
    for (const [index, item] of list.entries()) visit(item, `${keyword}/${index}`);
  }
  for (const keyword of schemaMaps) {
    for (const [name, member] of schemaMapOf(schema, keyword)) {
      visit(member, `${keyword}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`);
    }
  }
  return found;
}

function ownProblems(schema: JsonSchemaObject): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  for (const keyword of ["$dynamicRef", "$recursiveRef"]) {
    if (schema[keyword] !== undefined) {
      found.push([keyword, "its target is known only while validating; use `$ref`"]);
    }
  }
  for (const keyword of ["dependencies", "additionalItems"]) {
    if (schema[keyword] !== undefined) {
      found.push([keyword, "it belongs to an older dialect; use its successor of 2020-12"]);
    }
  }
  if (Array.isArray(schema.items))
    found.push(["items", "a list of items is `prefixItems` in 2020-12"]);
  if (typeof schema.pattern === "string" && !isPattern(schema.pattern)) {
    found.push(["pattern", "it is no regular expression that JavaScript can compile"]);
  }
  for (const [pattern] of schemaMapOf(schema, "patternProperties")) {
    if (!isPattern(pattern)) {
      found.push([
        "patternProperties",
        `${pattern} is no regular expression that JavaScript can compile`,
      ]);
    }
  }
  if (schema.unevaluatedItems !== undefined && JSON.stringify(schema).includes('"contains":')) {
    found.push(["unevaluatedItems", "beside `contains` it cannot be decided item by item"]);
  }
  return found;
}
