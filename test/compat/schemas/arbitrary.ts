import fc from "fast-check";
import type { Schema, SchemaObject } from "./json-schema.ts";
import { formats, limits, members, names, patterns, steps } from "./values.ts";

const name = fc.constantFrom(...names);
const count = fc.integer({ min: 0, max: 4 });
const limit = fc.constantFrom(...limits);
const type = fc.constantFrom("null", "boolean", "integer", "number", "string", "array", "object");

const refs = ["#/$defs/A", "#/$defs/B"] as const;
const refBelow = fc.constantFrom<Schema[]>(...[...refs, "#"].map(($ref) => ({ $ref })));

/**
 * A schema of some depth. One under a definition or `#` may only refer to others from inside of its value (`inPlace`
 * false): whoever refers to itself for the same value says nothing.
 */
export function schema(depth: number, inPlace: boolean): fc.Arbitrary<Schema> {
  const leafs: fc.WeightedArbitrary<Schema>[] = [
    { weight: 5, arbitrary: string },
    { weight: 5, arbitrary: number },
    { weight: 2, arbitrary: fc.constantFrom({ type: "boolean" }, { type: "null" }) },
    { weight: 3, arbitrary: enumeration },
    { weight: 1, arbitrary: fc.constantFrom<Schema[]>(true, {}, false) },
    { weight: 1, arbitrary: fc.uniqueArray(type, { minLength: 1, maxLength: 3 }).map(typed) },
  ];
  if (depth === 0) return fc.oneof(...leafs);
  const below = fc.oneof(
    { weight: 6, arbitrary: schema(depth - 1, true) },
    { weight: 1, arbitrary: refBelow },
  );
  const same = schema(depth - 1, inPlace);
  const reference = fc.constantFrom<Schema[]>(...refs.map(($ref) => ({ $ref })));
  return fc.oneof(
    ...leafs,
    { weight: 14, arbitrary: object(below, same) },
    { weight: 5, arbitrary: array(below) },
    { weight: 6, arbitrary: combined(same, below) },
    ...(inPlace ? [{ weight: 2, arbitrary: reference }] : []),
  );
}

function typed(types: readonly string[]): SchemaObject {
  return { type: types.length === 1 ? types[0] : types };
}

/** Some of the keywords; a record with only those that were drawn. */
function some(
  keywords: Readonly<Record<string, fc.Arbitrary<unknown>>>,
): fc.Arbitrary<SchemaObject> {
  return fc.record(keywords, { requiredKeys: [] }) as fc.Arbitrary<SchemaObject>;
}

/** Rather few of the keywords, so that schemas are not mostly unsatisfiable. */
function few(keywords: Readonly<Record<string, fc.Arbitrary<unknown>>>, most: number) {
  return fc
    .uniqueArray(fc.constantFrom(...Object.keys(keywords)), { maxLength: most })
    .chain((chosen) =>
      fc.record(Object.fromEntries(chosen.map((key) => [key, keywords[key] ?? fc.constant(0)]))),
    );
}

/** Sometimes without its type, as people write schemas. */
function withType(type: string, keywords: fc.Arbitrary<SchemaObject>): fc.Arbitrary<SchemaObject> {
  return fc
    .tuple(fc.integer({ min: 0, max: 9 }), keywords)
    .map(([drawn, others]) =>
      drawn === 0
        ? others
        : drawn === 1
          ? { type: [type, "null"], ...others }
          : { type, ...others },
    );
}

const stringFormats = Object.keys(formats).filter((format) => !/^(int|float)/.test(format));
const string = withType(
  "string",
  few(
    {
      minLength: count,
      maxLength: count,
      pattern: fc.constantFrom(...patterns),
      format: fc.constantFrom(...stringFormats),
    },
    2,
  ),
);

const number = fc.constantFrom("integer", "number").chain((type) =>
  withType(
    type,
    few(
      {
        minimum: limit,
        maximum: limit,
        exclusiveMinimum: limit,
        exclusiveMaximum: limit,
        multipleOf: fc.constantFrom(...steps),
        format: fc.constantFrom("int32", "int64", "float"),
      },
      2,
    ),
  ),
);

const member = fc.constantFrom(...members);
const enumeration = fc.oneof(
  fc
    .uniqueArray(member, {
      minLength: 1,
      maxLength: 4,
      selector: (value) => JSON.stringify(value),
    })
    .map((values) => ({ enum: values })),
  member.map((value) => ({ const: value })),
  fc.uniqueArray(fc.constantFrom("red", "green", "blue", "a"), { minLength: 1 }).map((values) => ({
    type: "string",
    enum: values,
  })),
);

function object(
  below: fc.Arbitrary<Schema>,
  same: fc.Arbitrary<Schema>,
): fc.Arbitrary<SchemaObject> {
  const keywords = {
    required: fc.uniqueArray(name, { maxLength: 2 }),
    additionalProperties: fc.oneof(fc.constant(false), fc.constant(true), below),
    patternProperties: fc.dictionary(fc.constantFrom(...patterns), below, {
      minKeys: 1,
      maxKeys: 2,
    }),
    unevaluatedProperties: fc.oneof(fc.constant(false), below),
    propertyNames: fc.constantFrom({ pattern: "^[a-c]+$" }, { maxLength: 2 }, { enum: ["a", "b"] }),
    minProperties: count,
    maxProperties: count,
    dependentRequired: fc.dictionary(name, fc.uniqueArray(name, { maxLength: 2 }), { maxKeys: 1 }),
    dependentSchemas: fc.dictionary(name, same, { maxKeys: 1 }),
  };
  const properties = fc.dictionary(name, below, { minKeys: 1, maxKeys: 3 });
  const all = fc.oneof(
    { weight: 5, arbitrary: few({ required: keywords.required }, 1) },
    { weight: 3, arbitrary: few(keywords, 3) },
  );
  const described = fc.record({ properties, others: all });
  return withType(
    "object",
    fc.oneof(
      {
        weight: 5,
        arbitrary: described.map(({ properties, others }) => ({ properties, ...others })),
      },
      { weight: 1, arbitrary: few(keywords, 2) },
    ),
  );
}

function array(below: fc.Arbitrary<Schema>): fc.Arbitrary<SchemaObject> {
  const keywords = {
    prefixItems: fc.array(below, { minLength: 1, maxLength: 2 }),
    contains: below,
    minItems: count,
    maxItems: count,
    uniqueItems: fc.boolean(),
    unevaluatedItems: fc.oneof(fc.constant(false), below),
  };
  const counted = fc.record({
    contains: below,
    limits: some({ minContains: count, maxContains: count }),
  });
  const all = fc.oneof(
    { weight: 3, arbitrary: fc.record({ items: below }) },
    { weight: 3, arbitrary: few({ ...keywords, items: below }, 3) },
    { weight: 1, arbitrary: counted.map(({ contains, limits }) => ({ contains, ...limits })) },
  );
  return withType("array", all);
}

function combined(
  same: fc.Arbitrary<Schema>,
  below: fc.Arbitrary<Schema>,
): fc.Arbitrary<SchemaObject> {
  const list = (minLength: number) => fc.array(same, { minLength, maxLength: 3 });
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  const choice = some({ then: same, else: same });
  return fc.oneof(
    { weight: 3, arbitrary: list(1).map((allOf) => ({ allOf })) },
    { weight: 4, arbitrary: list(2).map((anyOf) => ({ anyOf })) },
    { weight: 2, arbitrary: list(2).map((oneOf) => ({ oneOf })) },
    { weight: 3, arbitrary: tagged(below) },
    { weight: 1, arbitrary: same.map((not) => ({ not })) },
    { weight: 1, arbitrary: fc.tuple(same, choice).map(([test, rest]) => ({ if: test, ...rest })) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(object(below, same), list(1))
        .map(([plain, branches]) => ({ ...plain, anyOf: branches })),
    },
  );
}

/** A union whose members say in `kind` what they are. */
function tagged(below: fc.Arbitrary<Schema>): fc.Arbitrary<SchemaObject> {
  const tags = fc.uniqueArray(fc.constantFrom("red", "green", "blue"), {
    minLength: 2,
    maxLength: 3,
  });
  return fc
    .tuple(tags, fc.constantFrom("oneOf", "anyOf"), below, below)
    .map(([kinds, keyword, one, other]) => ({
      [keyword]: kinds.map((kind, index) => ({
        type: "object",
        properties: { kind: { const: kind }, a: index === 0 ? one : other },
        required: ["kind"],
      })),
    }));
}

/** A schema that stands alone: `$defs` of two schemas, which may refer to each other, and recursion to `#`. */
export const rootSchema: fc.Arbitrary<SchemaObject> = fc
  .record({ root: schema(3, true), A: schema(1, false), B: schema(2, false) })
  .map(({ root, A, B }) => {
    const whole = typeof root === "boolean" ? { allOf: [root] } : root;
    return JSON.stringify([root, A, B]).includes("$defs") ? { ...whole, $defs: { A, B } } : whole;
  });
