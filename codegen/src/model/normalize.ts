import { isObject } from "../load/pointer.ts";
import { child, children, type Located, refOf } from "../load/reference.ts";
import { isKeywordValue } from "../schema/keyword-values.ts";
import { isPattern } from "../schema/pattern.ts";
import type { JsonSchema, SchemaId } from "./model.ts";

/** The dialects that are read; AsyncAPI documents count as 2020-12, with draft-07's forms accepted everywhere. */
export type Dialect = "2020-12" | "draft-07" | "openapi-3.0";

/** Registers the target of a reference (a located `$ref` object or reference text) and returns its id. */
export type RefTo = (node: Located) => SchemaId | null;

type Members = { [keyword: string]: unknown };

const schemaKeys: ReadonlySet<string> = new Set(
  `additionalProperties additionalItems not if then else contains propertyNames unevaluatedItems
  unevaluatedProperties contentSchema`.split(/\s+/),
);
const listKeys: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);
const mapKeys: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "dependentSchemas",
]);
/** Reached only through references, which have ids of their own by then; or meaningless after the rewriting. */
const droppedKeys: ReadonlySet<string> = new Set([
  "$defs",
  "definitions",
  "$id",
  "$schema",
  "$anchor",
  "$comment",
  "nullable",
  "example",
  "additionalItems",
]);

/**
 * Rewrites a schema to the 2020-12 dialect, with ids instead of references. Unknown keywords stay; keywords with values
 * they cannot have are left out. `nullable` counts in every dialect: who writes it means it.
 */
export function normalize(node: Located, dialect: Dialect, refTo: RefTo): JsonSchema {
  const { value } = node;
  if (typeof value === "boolean") return value;
  if (!isObject(value)) return true;
  const out: Members = {};
  const ref = refOf(value);
  if (ref !== null) {
    const id = refTo(node);
    if (id !== null) out.$ref = id;
    // Before 2019-09 whatever stands beside `$ref` does not count.
    if (dialect !== "2020-12") return keepWords(value, out);
  }
  const recurse = (at: Located) => normalize(at, dialect, refTo);
  for (const [key, at] of children(node)) {
    if (key === "$ref" || (droppedKeys.has(key) && key !== "example")) continue;
    if (key === "required" && Array.isArray(at.value)) {
      out[key] = [...new Set(at.value.filter((name) => typeof name === "string"))];
      continue;
    }
    if (!isKeywordValue(key, at.value)) continue;
    if (key === "items") rewriteItems(node, at, out, recurse);
    else if (key === "dependencies") rewriteDependencies(at, out, recurse);
    else if (key === "discriminator") out[key] = rewriteDiscriminator(at, refTo);
    else if (key === "example") addExample(value, at.value, out);
    else if (schemaKeys.has(key)) out[key] = recurse(at);
    else if (listKeys.has(key)) out[key] = children(at).map(([, item]) => recurse(item));
    else if (mapKeys.has(key))
      out[key] = Object.fromEntries(
        children(at)
          .filter(([name]) => key !== "patternProperties" || isPattern(name))
          .map(([name, item]) => [name, recurse(item)]),
      );
    else out[key] = at.value;
  }
  rewriteExclusive(out, "exclusiveMinimum", "minimum");
  rewriteExclusive(out, "exclusiveMaximum", "maximum");
  return value.nullable === true ? allowNull(out) : out;
}

function keepWords(value: Readonly<Members>, out: Members): JsonSchema {
  for (const key of ["title", "description"]) {
    if (typeof value[key] === "string") out[key] = value[key];
  }
  return out;
}

function rewriteItems(
  node: Located,
  at: Located,
  out: Members,
  recurse: (at: Located) => JsonSchema,
): void {
  if (!Array.isArray(at.value)) {
    out.items = recurse(at);
    return;
  }
  out.prefixItems = children(at).map(([, item]) => recurse(item));
  const rest = child(node, "additionalItems");
  if (rest.value !== undefined) out.items = recurse(rest);
}

function rewriteDependencies(
  at: Located,
  out: Members,
  recurse: (at: Located) => JsonSchema,
): void {
  const schemas: Members = {};
  const required: Members = {};
  for (const [name, dependency] of children(at)) {
    if (Array.isArray(dependency.value)) required[name] = dependency.value;
    else schemas[name] = recurse(dependency);
  }
  if (Object.keys(schemas).length > 0) out.dependentSchemas = { ...schemas };
  if (Object.keys(required).length > 0) out.dependentRequired = { ...required };
}

/** AsyncAPI writes the property name alone; OpenAPI an object whose mapping holds references or component names. */
function rewriteDiscriminator(at: Located, refTo: RefTo): unknown {
  if (typeof at.value === "string") return { propertyName: at.value };
  if (!isObject(at.value)) return at.value;
  const mapping = children(child(at, "mapping"));
  if (mapping.length === 0) return { propertyName: at.value.propertyName };
  const ids = mapping.flatMap(([name, target]) => {
    if (typeof target.value !== "string") return [];
    const isName = /^[A-Za-z0-9._-]+$/.test(target.value) && !/\.(ya?ml|json)$/.test(target.value);
    const ref = isName ? `#/components/schemas/${target.value}` : target.value;
    const id = refTo({ ...target, value: ref });
    return id === null ? [] : [[name, id]];
  });
  return { propertyName: at.value.propertyName, mapping: Object.fromEntries(ids) };
}

function addExample(value: Readonly<Members>, example: unknown, out: Members): void {
  if (value.examples === undefined) out.examples = [example];
}

function rewriteExclusive(out: Members, exclusive: string, inclusive: string): void {
  if (typeof out[exclusive] !== "boolean") return;
  const isExclusive = out[exclusive];
  delete out[exclusive];
  if (!isExclusive || out[inclusive] === undefined) return;
  out[exclusive] = out[inclusive];
  delete out[inclusive];
}

function allowNull(schema: Members): JsonSchema {
  const { type, enum: values } = schema;
  if (typeof type === "string" || Array.isArray(type)) {
    const wider: Members = { ...schema, type: [...new Set([type, "null"].flat())] };
    if (Array.isArray(values) && !values.includes(null)) wider.enum = [...values, null];
    return wider;
  }
  const { title, description, ...rest } = schema;
  const words = {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
  };
  const hasRules = ["$ref", "allOf", "anyOf", "oneOf", "enum", "not"].some((key) => key in rest);
  const either: Members = { ...words, anyOf: [rest, { type: "null" }] };
  return hasRules ? either : schema;
}
