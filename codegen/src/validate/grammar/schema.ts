import { isObject } from "../../load/pointer.ts";
import { list, map, type ObjectKind, one, type Shape, value } from "./shape.ts";

const types: ReadonlySet<unknown> = new Set([
  "null",
  "boolean",
  "number",
  "string",
  "array",
  "object",
  "integer",
]);

const text = value((found) => (typeof found === "string" ? null : "a text"));
const flag = value((found) => (typeof found === "boolean" ? null : "true or false"));
const number = value((found) => (typeof found === "number" ? null : "a number"));
const count = value((found) =>
  Number.isInteger(found) && Number(found) >= 0 ? null : "a whole number from 0",
);
const limit = value((found) =>
  typeof found === "number" || typeof found === "boolean" ? null : "a number",
);
const factor = value((found) =>
  typeof found === "number" && found > 0 ? null : "a number above 0",
);
const anything = value(() => null);
const texts = value((found) => (isTexts(found) ? null : "a list of texts without repetition"));
const values = value((found) =>
  Array.isArray(found) && found.length > 0 ? null : "a list of at least one value",
);
const type = value((found) => {
  const all = Array.isArray(found) ? found : [found];
  return all.length > 0 && all.every((item) => types.has(item))
    ? null
    : `one or several of ${[...types].map((item) => `\`${item}\``).join(", ")}`;
});
const pattern = value((found) =>
  typeof found === "string" && isPattern(found) ? null : "a regular expression of JavaScript",
);
const discriminator = value((found) =>
  typeof found === "string" || (isObject(found) && typeof found.propertyName === "string")
    ? null
    : "the name of a property, or `{propertyName: …}`",
);

function isTexts(found: unknown): boolean {
  return (
    Array.isArray(found) &&
    found.every((item) => typeof item === "string") &&
    new Set(found).size === found.length
  );
}

function isPattern(source: string): boolean {
  try {
    new RegExp(source, "u");
    return true;
  } catch {
    return false;
  }
}

const nest: Shape = one("schema");
const fields: Readonly<Record<string, Shape>> = {
  $id: text,
  $schema: text,
  $ref: text,
  $anchor: text,
  $dynamicRef: text,
  $dynamicAnchor: text,
  $recursiveRef: text,
  $recursiveAnchor: anything,
  $comment: text,
  $vocabulary: anything,
  $defs: map("schema"),
  definitions: map("schema"),
  type,
  enum: values,
  const: anything,
  title: text,
  description: text,
  default: anything,
  examples: anything,
  example: anything,
  deprecated: flag,
  readOnly: flag,
  writeOnly: flag,
  format: text,
  multipleOf: factor,
  minimum: number,
  maximum: number,
  exclusiveMinimum: limit,
  exclusiveMaximum: limit,
  minLength: count,
  maxLength: count,
  pattern,
  contentEncoding: text,
  contentMediaType: text,
  contentSchema: nest,
  items: { kind: "one", of: "items" },
  prefixItems: list("schema"),
  additionalItems: nest,
  contains: nest,
  minContains: count,
  maxContains: count,
  minItems: count,
  maxItems: count,
  uniqueItems: flag,
  unevaluatedItems: nest,
  properties: map("schema"),
  patternProperties: map("schema"),
  additionalProperties: nest,
  propertyNames: nest,
  required: texts,
  minProperties: count,
  maxProperties: count,
  dependentRequired: anything,
  dependentSchemas: map("schema"),
  dependencies: map("dependency"),
  unevaluatedProperties: nest,
  allOf: list("schema"),
  anyOf: list("schema"),
  oneOf: list("schema"),
  ...Object.fromEntries(["not", "if", "then", "else"].map((key) => [key, nest])),
  discriminator,
  externalDocs: anything,
  xml: anything,
};

/** A schema object of AsyncAPI, OpenAPI 3.1 and JSON Schema. */
export const schemaKind: ObjectKind = { title: "schema", fields, isOpen: true };

/** A schema object of OpenAPI 3.0, which alone has `nullable`. */
export const schemaKind30: ObjectKind = { ...schemaKind, fields: { ...fields, nullable: flag } };
