import fc from "fast-check";
import { isRecord, mapSubschemas, type Schema, type SchemaObject } from "./json-schema.ts";
import { formats, limits, members, names, patterns, steps } from "./values.ts";

/** One edit of a schema: where, what, and with which value; all numbers, so that it fits and shrinks with any schema. */
export interface Edit {
  readonly at: number;
  readonly what: number;
  readonly value: number;
}

/** Edits as developers make them, small and one after the other. */
export const edits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.record({ at: fc.nat(99), what: fc.nat(999), value: fc.nat(999) }),
  { minLength: 1, maxLength: 3 },
);

/** The schema after an edit. */
export function edit(root: SchemaObject, { at, what, value }: Edit): SchemaObject {
  const places = countPlaces(root);
  const wanted = at % places;
  let place = -1;
  const visit = (schema: Schema): Schema => {
    place += 1;
    const here = place === wanted;
    const inner = isRecord(schema) ? mapSubschemas(schema, visit) : schema;
    return here ? editHere(inner, what, value) : inner;
  };
  const edited = visit(root);
  if (!isRecord(edited)) return { allOf: [edited], ...definitionsOf(root) };
  return { ...edited, ...definitionsOf(isRecord(edited) && "$defs" in edited ? edited : root) };
}

function definitionsOf({ $defs }: SchemaObject): SchemaObject {
  return $defs === undefined ? {} : { $defs };
}

function countPlaces(root: Schema): number {
  let count = 0;
  const visit = (schema: Schema): Schema => {
    count += 1;
    return isRecord(schema) ? mapSubschemas(schema, visit) : schema;
  };
  visit(root);
  return count;
}

function editHere(schema: Schema, what: number, value: number): Schema {
  if (!isRecord(schema)) return pick([true, false, { type: "string" }, { type: "object" }], value);
  const possible = operations.filter(({ fits }) => fits(schema));
  return pick(possible, what)?.change(schema, value) ?? schema;
}

function pick<T>(list: readonly T[], index: number): T {
  return list[index % list.length] as T;
}

interface Operation {
  readonly fits: (schema: SchemaObject) => boolean;
  readonly change: (schema: SchemaObject, value: number) => Schema;
}

const always = () => true;
const has =
  (...keywords: string[]) =>
  (schema: SchemaObject) =>
    keywords.some((keyword) => keyword in schema);
const isOf = (type: string) => (schema: SchemaObject) =>
  schema.type === undefined || [schema.type].flat().includes(type);

const operations: readonly Operation[] = [
  ...["minLength", "maxLength"].map((keyword) => limit(keyword, "string", [0, 1, 2, 3, 4])),
  ...["minItems", "maxItems"].map((keyword) => limit(keyword, "array", [0, 1, 2, 3])),
  ...["minContains", "maxContains"].map((keyword) => limit(keyword, "array", [0, 1, 2])),
  ...["minProperties", "maxProperties"].map((keyword) => limit(keyword, "object", [0, 1, 2, 3])),
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"].flatMap((keyword) => [
    limit(keyword, "number", limits),
    limit(keyword, "integer", limits),
  ]),
  limit("multipleOf", "number", steps),
  limit("pattern", "string", patterns),
  limit("format", "string", Object.keys(formats)),
  limit("uniqueItems", "array", [true, false]),
  limit("additionalProperties", "object", [false, true, { type: "string" }, { type: "integer" }]),
  limit("unevaluatedProperties", "object", [false, true, { type: "string" }]),
  limit("unevaluatedItems", "array", [false, true, { type: "string" }]),
  limit("items", "array", [false, true, { type: "string" }, { type: "integer" }]),
  limit("contains", "array", [{ type: "string" }, { const: 1 }]),
  limit("propertyNames", "object", [{ pattern: "^[a-c]+$" }, { maxLength: 1 }]),
  // A keyword less.
  ...[0, 1].map(
    (): Operation => ({
      fits: (schema) => Object.keys(schema).some((key) => key !== "$defs"),
      change: (schema, value) => {
        const gone = pick(
          Object.keys(schema).filter((key) => key !== "$defs"),
          value,
        );
        return Object.fromEntries(Object.entries(schema).filter(([key]) => key !== gone));
      },
    }),
  ),
  { fits: has("type"), change: (schema, value) => ({ ...schema, type: otherType(schema, value) }) },
  { fits: has("enum"), change: (schema, value) => ({ ...schema, ...otherMembers(schema, value) }) },
  { fits: has("const"), change: (schema, value) => ({ ...schema, const: pick(members, value) }) },
  {
    fits: has("const"),
    change: ({ const: one, ...others }, value) => ({ ...others, enum: twoOf(one, value) }),
  },
  ...[0, 1, 2].map(
    (): Operation => ({
      fits: isOf("object"),
      change: (schema, value) => ({ ...schema, required: toggled(schema.required, value) }),
    }),
  ),
  ...["properties", "patternProperties", "dependentSchemas"].map(
    (keyword): Operation => ({
      fits: isOf("object"),
      change: (schema, value) => changeMember(schema, keyword, value),
    }),
  ),
  ...["allOf", "anyOf", "oneOf", "prefixItems"].map(
    (keyword): Operation => ({
      fits: has(keyword),
      change: (schema, value) => changeList(schema, keyword, value),
    }),
  ),
  { fits: has("anyOf"), change: ({ anyOf, ...others }) => ({ ...others, oneOf: anyOf }) },
  { fits: has("oneOf"), change: ({ oneOf, ...others }) => ({ ...others, anyOf: oneOf }) },
  { fits: has("items"), change: ({ items, ...others }) => ({ ...others, prefixItems: [items] }) },
  { fits: always, change: ({ $defs: _, ...schema }, value) => wrapped(schema, value) },
];

/** Sets, moves or drops one keyword. */
function limit(keyword: string, type: string, values: readonly unknown[]): Operation {
  return {
    fits: (schema) => isOf(type)(schema) && (keyword in schema || schema.type !== undefined),
    change: (schema, value) => ({ ...schema, [keyword]: pick(values, value) }),
  };
}

const types = ["string", "integer", "number", "boolean", "null", "object", "array"] as const;

function otherType({ type }: SchemaObject, value: number): unknown {
  const known = [type].flat() as string[];
  if (value % 4 === 0) return known.includes("null") ? known[0] : [...known, "null"];
  if (value % 4 === 1 && known.includes("integer")) return "number";
  if (value % 4 === 1 && known.includes("number")) return "integer";
  return value % 4 === 2
    ? [...new Set([...known, pick(types, value >> 2)])]
    : pick(types, value >> 2);
}

function otherMembers({ enum: values }: SchemaObject, value: number): SchemaObject {
  const known = values as readonly unknown[];
  if (value % 2 === 0 && known.length > 1)
    return { enum: known.filter((_, index) => index !== (value >> 1) % known.length) };
  return { enum: distinct([...known, pick(members, value >> 1)]) };
}

function twoOf(one: unknown, value: number): readonly unknown[] {
  return distinct([one, pick(members, value)]);
}

function distinct(values: readonly unknown[]): readonly unknown[] {
  return [...new Map(values.map((one) => [JSON.stringify(one), one])).values()];
}

function toggled(required: unknown, value: number): readonly string[] {
  const known = Array.isArray(required) ? (required as string[]) : [];
  const name = pick(names, value);
  return known.includes(name) ? known.filter((one) => one !== name) : [...known, name];
}

const plain: readonly Schema[] = [
  { type: "string" },
  { type: "integer" },
  true,
  { const: "red" },
  { type: "object", properties: { a: { type: "string" } } },
];

function changeMember(schema: SchemaObject, keyword: string, value: number): SchemaObject {
  const known = isRecord(schema[keyword]) ? (schema[keyword] as Record<string, Schema>) : {};
  const name: string = keyword === "patternProperties" ? pick(patterns, value) : pick(names, value);
  const { [name]: old, ...others } = known;
  const rest = value % 3 === 0 && old !== undefined;
  return { ...schema, [keyword]: rest ? others : { ...known, [name]: pick(plain, value >> 2) } };
}

function changeList(schema: SchemaObject, keyword: string, value: number): SchemaObject {
  const known = schema[keyword] as readonly Schema[];
  if (value % 2 === 0 && known.length > 1) {
    const gone = (value >> 1) % known.length;
    return { ...schema, [keyword]: known.filter((_, index) => index !== gone) };
  }
  return { ...schema, [keyword]: [...known, pick(plain, value >> 1)] };
}

function wrapped(schema: SchemaObject, value: number): SchemaObject {
  const other = pick(plain, value >> 3);
  return pick<SchemaObject>(
    [
      { anyOf: [schema, { type: "null" }] },
      { oneOf: [schema, other] },
      { allOf: [schema, other] },
      { not: { not: schema } },
      { allOf: [schema], not: other },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      { if: other, then: schema },
      { anyOf: [schema, other] },
    ],
    value,
  );
}
