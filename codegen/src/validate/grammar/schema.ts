import { keywordValues } from "../../schema/keyword-values.ts";
import { anyOf, list, map, type ObjectKind, one, type Shape, value } from "./shape.ts";

const nest: Shape = one("schema");
const fields: Readonly<Record<string, Shape>> = {
  ...Object.fromEntries(
    Object.entries(keywordValues).map(([keyword, check]) => [keyword, value(check)]),
  ),
  ...anyOf("$recursiveAnchor $vocabulary const default examples example dependentRequired"),
  ...anyOf("externalDocs xml"),
  $defs: map("schema"),
  definitions: map("schema"),
  contentSchema: nest,
  items: { kind: "one", of: "items" },
  prefixItems: list("schema"),
  additionalItems: nest,
  contains: nest,
  unevaluatedItems: nest,
  properties: map("schema"),
  patternProperties: map("schema"),
  additionalProperties: nest,
  propertyNames: nest,
  dependentSchemas: map("schema"),
  dependencies: map("dependency"),
  unevaluatedProperties: nest,
  allOf: list("schema"),
  anyOf: list("schema"),
  oneOf: list("schema"),
  ...Object.fromEntries(["not", "if", "then", "else"].map((key) => [key, nest])),
};

/** A schema object of AsyncAPI, OpenAPI 3.1 and JSON Schema. */
export const schemaKind: ObjectKind = { title: "schema", fields, isOpen: true };

/** A schema object of OpenAPI 3.0, which alone has `nullable`. */
export const schemaKind30: ObjectKind = {
  ...schemaKind,
  fields: {
    ...fields,
    nullable: value((found) => (typeof found === "boolean" ? null : "true or false")),
  },
};
