import { stringLiteral } from "../emit/literals.ts";
import type { JsonSchema, JsonSchemaObject, SchemaId } from "../model/model.ts";
import {
  declaredTypes,
  literalsOf,
  numberOf,
  schemaMapOf,
  schemaOf,
  schemasOf,
  stringsOf,
} from "./keywords.ts";
import { resolvePart } from "./references.ts";
import type { SchemaScope } from "./scope.ts";
import {
  anyObject,
  emptyObject,
  intersectionOf,
  isText,
  type MemberExpression,
  neverType,
  type TypeExpression,
  textType,
  unionOf,
  unknownType,
} from "./type-expression.ts";
import { discriminatorOf } from "./union.ts";

/**
 * The type of the values a schema accepts, as close as TypeScript can say it.
 * `owners` are the named schemas whose own keywords `schema` holds, see `resolvePart`.
 */
export function expressionOf(
  schema: JsonSchema,
  scope: SchemaScope,
  owners: readonly SchemaId[] = [],
): TypeExpression {
  if (typeof schema === "boolean") return schema ? unknownType : neverType;
  const parts: TypeExpression[] = [];
  if (schema.$ref !== undefined) parts.push(referenceType(schema.$ref, scope, owners));
  for (const part of schemasOf(schema, "allOf")) parts.push(expressionOf(part, scope, owners));
  parts.push(ownType(schema, scope));
  for (const keyword of ["oneOf", "anyOf"]) {
    const branches = schemasOf(schema, keyword);
    if (branches.length > 0) parts.push(unionType(schema, branches, scope));
  }
  return intersectionOf(parts);
}

function referenceType(
  id: SchemaId,
  scope: SchemaScope,
  owners: readonly SchemaId[],
): TypeExpression {
  const resolved = resolvePart(scope, id, owners);
  return resolved.kind === "named"
    ? { kind: "ref", id }
    : expressionOf(resolved.schema, scope, resolved.owners);
}

function unionType(
  schema: JsonSchemaObject,
  branches: readonly JsonSchema[],
  scope: SchemaScope,
): TypeExpression {
  const discriminator = discriminatorOf(schema, branches, scope);
  return unionOf(
    branches.map((branch, index) => {
      const type = expressionOf(branch, scope);
      const tags = discriminator?.tags[index];
      if (discriminator === null || tags === undefined || discriminator.pinned[index]) return type;
      return intersectionOf([type, tagType(discriminator.property, tags)]);
    }),
  );
}

function tagType(property: string, tags: readonly string[]): TypeExpression {
  const type = unionOf(tags.map((tag) => textType(stringLiteral(tag))));
  return {
    kind: "object",
    members: [{ name: property, optional: false, doc: "", type }],
    index: [],
  };
}

const objectKeywords = [
  "properties",
  "required",
  "additionalProperties",
  "patternProperties",
  "propertyNames",
  "minProperties",
  "maxProperties",
];
const arrayKeywords = ["items", "prefixItems", "minItems", "maxItems", "uniqueItems"];

function ownType(schema: JsonSchemaObject, scope: SchemaScope): TypeExpression {
  const literals = literalsOf(schema);
  if (literals !== undefined) return unionOf(literals.map(literalType));
  const types = declaredTypes(schema);
  if (types !== undefined) return unionOf(types.map((type) => namedType(type, schema, scope)));
  // Strictly, `properties` without `type` also admits a string; nobody who writes it means that.
  if (objectKeywords.some((keyword) => Object.hasOwn(schema, keyword))) {
    return objectType(schema, scope);
  }
  if (arrayKeywords.some((keyword) => Object.hasOwn(schema, keyword))) {
    return arrayType(schema, scope);
  }
  return unknownType;
}

function namedType(type: string, schema: JsonSchemaObject, scope: SchemaScope): TypeExpression {
  switch (type) {
    case "integer":
    case "number":
      return textType("number");
    case "string":
    case "boolean":
    case "null":
      return textType(type);
    case "array":
      return arrayType(schema, scope);
    case "object":
      return objectType(schema, scope);
    default:
      return unknownType;
  }
}

function literalType(value: unknown): TypeExpression {
  if (typeof value === "string") return textType(stringLiteral(value));
  if (Array.isArray(value)) {
    const elements = value.map((item) => ({ type: literalType(item), optional: false }));
    return { kind: "tuple", elements, rest: null };
  }
  if (typeof value !== "object" || value === null) return textType(String(value));
  const members = Object.entries(value).map(([name, member]) => ({
    name,
    optional: false,
    doc: "",
    type: literalType(member),
  }));
  return members.length === 0 ? emptyObject : { kind: "object", members, index: [] };
}

function arrayType(schema: JsonSchemaObject, scope: SchemaScope): TypeExpression {
  const prefix = schemasOf(schema, "prefixItems");
  const items = expressionOf(schemaOf(schema, "items") ?? true, scope);
  if (prefix.length === 0) {
    return isText(items, "never")
      ? { kind: "tuple", elements: [], rest: null }
      : { kind: "array", element: items };
  }
  const required = numberOf(schema, "minItems") ?? 0;
  const longest = numberOf(schema, "maxItems") ?? Number.POSITIVE_INFINITY;
  const elements = prefix
    .map((item, index) => ({ type: expressionOf(item, scope), optional: index >= required }))
    .slice(0, longest);
  const closed = isText(items, "never") || longest <= prefix.length;
  return { kind: "tuple", elements, rest: closed ? null : items };
}

function objectType(schema: JsonSchemaObject, scope: SchemaScope): TypeExpression {
  const members = membersOf(schema, scope);
  const patterns = schemaMapOf(schema, "patternProperties");
  const additional = schemaOf(schema, "additionalProperties");
  const rest = expressionOf(additional ?? patterns.length > 0, scope);
  const prefixes = patterns.map(([pattern]) => prefixOf(pattern));
  const isPlainPrefix = (prefix: string | null): prefix is string =>
    prefix !== null && !members.some(({ name }) => name.startsWith(prefix));
  if (
    patterns.length > 0 &&
    (additional === undefined || additional === false) &&
    prefixes.every(isPlainPrefix) &&
    arePairwiseForeign(prefixes)
  ) {
    const index = patterns.map(([pattern, value]) => ({
      key: `\`${prefixOf(pattern) ?? ""}\${string}\``,
      type: expressionOf(value, scope),
    }));
    return { kind: "object", members, index };
  }
  if (isText(rest, "never") && patterns.length === 0) {
    if (members.length > 0) return { kind: "object", members, index: [] };
    return additional === undefined ? anyObject : emptyObject;
  }
  // An index signature has to admit every named member too.
  const type = unionOf([
    rest,
    ...patterns.map(([, value]) => expressionOf(value, scope)),
    ...members.map((member) => member.type),
  ]);
  if (members.length === 0 && isText(type, "unknown")) return anyObject;
  return { kind: "object", members, index: [{ key: "string", type }] };
}

/**
 * Members of every object in TypeScript's eyes: an optional property of such a name would make literals
 * without it fail on the inherited method, and reading it gives that method.
 */
const inherited = new Set(
  Object.getOwnPropertyNames(Object.prototype).filter((name) => !name.startsWith("__")),
);

function membersOf(schema: JsonSchemaObject, scope: SchemaScope): readonly MemberExpression[] {
  const required = new Set(stringsOf(schema.required));
  const properties = schemaMapOf(schema, "properties");
  const named = new Set(properties.map(([name]) => name));
  const additional = schemaOf(schema, "additionalProperties");
  const unnamed = [...required].filter((name) => !named.has(name));
  const unnamedType =
    additional === undefined ||
    typeof additional === "boolean" ||
    schema.patternProperties !== undefined
      ? unknownType
      : expressionOf(additional, scope);
  return [
    ...properties.map(([name, property]) => ({
      name,
      optional: !required.has(name),
      doc: memberDoc(property),
      type:
        inherited.has(name) && !required.has(name) ? unknownType : expressionOf(property, scope),
    })),
    ...unnamed.map((name) => ({ name, optional: false, doc: "", type: unnamedType })),
  ];
}

/** What the contract says of a property beside its type. */
export function memberDoc(schema: JsonSchema): string {
  if (typeof schema === "boolean") return "";
  const text = schema.description ?? schema.title ?? "";
  const facts = [
    ...(typeof schema.format === "string" ? [`Format: ${schema.format}.`] : []),
    ...(schema.default === undefined ? [] : [`@default ${JSON.stringify(schema.default)}`]),
    ...(schema.deprecated === true ? ["@deprecated"] : []),
  ];
  return [text.trim(), ...facts].filter((line) => line !== "").join("\n");
}

/** The fixed text that `^text` or `^text.*` asks names to begin with; null for other patterns. */
function prefixOf(pattern: string): string | null {
  return /^\^([A-Za-z0-9_-]+)(?:\.\*\$?)?$/.exec(pattern)?.[1] ?? null;
}

function arePairwiseForeign(prefixes: readonly string[]): boolean {
  return prefixes.every((prefix, index) =>
    prefixes.every((other, at) => at === index || !other.startsWith(prefix)),
  );
}
