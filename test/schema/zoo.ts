import type { JsonSchema } from "@berrys/codegen/model/model";

const ref = (name: string) => ({ $ref: `#/$defs/${name}` });
const object = (properties: Record<string, JsonSchema>, required: readonly string[] = []) => ({
  type: "object",
  properties,
  required,
});

/** Schemas that make generators stumble, as named schemas of one module. */
export const zoo: Readonly<Record<string, JsonSchema>> = {
  Anything: true,
  Nothing: false,
  NoType: { description: "No type */ at all" },
  Meta: { type: "object" },
  Closed: { type: "object", additionalProperties: false },
  // Named like types that emitted code uses.
  Record: object({ any: { type: "object" } }),
  Readonly: object({
    record: ref("Record"),
    none: { type: "object", additionalProperties: false },
  }),
  Violation: object({ pointer: { type: "string" } }),
  Simple: {
    ...object(
      {
        id: { type: "string", format: "uuid", description: "Who it is */ ends here." },
        size: { type: "integer", format: "int64", default: 3 },
        old: { type: ["string", "null"], deprecated: true },
        status: { type: "string", enum: ["open", "done", 'with "quotes"', "back\\slash"] },
        one: { const: 1 },
        none: { type: "null" },
        nested: object({ deep: object({ deeper: { type: "boolean", description: "Deep." } }) }, [
          "deep",
        ]),
      },
      ["id", "missing"],
    ),
    description: "First line.\n\nSecond */ paragraph.",
  },
  OddNames: object(
    {
      "": { type: "string" },
      class: { type: "string" },
      constructor: { type: "string" },
      new: { type: "number" },
      readonly: { type: "boolean" },
      get: { type: "boolean" },
      ["__proto__"]: { type: "string" },
      hasOwnProperty: { type: "boolean" },
      toString: { type: "string" },
      "with-dash": { type: "string" },
      "1st": { type: "string" },
      größe: { type: "number" },
      名前: { type: "string" },
      "line\u2028separator": { type: "string" },
      "back`tick ${x} \\": { type: "string", minLength: 1 },
      fail: { type: "string", minLength: 2 },
      path: { type: "string" },
      value: { type: "string" },
      violations: { type: "array", items: { type: "string" } },
      isObject: object({ a: { type: "string" } }),
      checkSimple: ref("Simple"),
    },
    ["class", "new", "constructor"],
  ),
  Map: { type: "object", additionalProperties: { type: "number" } },
  NamedAndRest: {
    ...object({ id: { type: "string" }, note: ref("Simple") }, ["id"]),
    additionalProperties: { type: "number" },
  },
  OpenNamed: { ...object({ id: { type: "string" } }, ["id"]), additionalProperties: true },
  Prefixed: {
    ...object({ id: { type: "string" } }),
    patternProperties: { "^x-": { type: "number" } },
  },
  Patterned: {
    ...object({ id: { type: "string" } }),
    patternProperties: { "[0-9]$": { type: "number" } },
    additionalProperties: false,
  },
  Pair: {
    type: "array",
    prefixItems: [{ type: "string" }, { type: ["number", "null"] }],
    minItems: 1,
    items: false,
  },
  Rest: {
    type: "array",
    prefixItems: [{ type: "string" }],
    items: { oneOf: [{ type: "number" }, ref("Simple")] },
  },
  Mixed: { enum: ["a", 1, true, null, { k: [1, "x"] }] },
  Json: {
    anyOf: [
      { type: ["string", "number", "boolean", "null"] },
      { type: "array", items: ref("Json") },
      { type: "object", additionalProperties: ref("Json") },
    ],
  },
  Tree: object({ value: { type: "string" }, children: { type: "array", items: ref("Tree") } }, [
    "children",
  ]),
  Left: object({ right: ref("Right") }),
  Right: object({
    left: ref("Left"),
    list: { type: "array", items: { anyOf: [ref("Left"), { type: "null" }] } },
  }),
  // The base lists its children, the children extend the base, and the base fixes nothing.
  Pet: {
    type: "object",
    required: ["kind"],
    properties: { kind: { type: "string" }, name: { type: "string" } },
    discriminator: { propertyName: "kind", mapping: { dog: "#/$defs/Dog", cat: "#/$defs/Cat" } },
    oneOf: [ref("Dog"), ref("Cat")],
  },
  Dog: { allOf: [ref("Pet"), object({ bark: { type: "boolean" } }, ["bark"])] },
  Cat: { allOf: [ref("Pet"), object({ lives: { type: "integer" } }, ["lives"])] },
  Puppy: { allOf: [ref("Dog"), object({ age: { type: "integer" } })] },
  // The base has a discriminator without a list, as OpenAPI 3.0 documents do it.
  Vehicle: {
    ...object({ type: { type: "string", enum: ["Car", "Bike"] } }, ["type"]),
    discriminator: { propertyName: "type" },
  },
  Car: { allOf: [ref("Vehicle"), object({ doors: { type: "integer" } })] },
  Bike: { allOf: [ref("Vehicle"), object({ gears: { type: "integer" } })] },
  AnyVehicle: { oneOf: [ref("Car"), ref("Bike")], discriminator: { propertyName: "type" } },
  // Branches without `type`, as foreign documents have them.
  Untyped: {
    oneOf: [ref("UntypedA"), ref("UntypedB")],
    discriminator: { propertyName: "kind", mapping: { a: "UntypedA", b: "UntypedB" } },
  },
  UntypedA: { required: ["kind"], properties: { kind: { type: "string" }, a: { type: "number" } } },
  UntypedB: { required: ["kind"], properties: { kind: { type: "string" }, b: { type: "number" } } },
  Created: object({ type: { const: "created" }, at: { type: "string", format: "date-time" } }, [
    "type",
    "at",
  ]),
  Removed: object({ type: { const: "removed" }, reason: { type: "string" } }, ["type"]),
  Change: { oneOf: [ref("Created"), ref("Removed")] },
  Envelope: object({ id: { type: "string" }, type: { type: "string" }, data: { type: "object" } }, [
    "id",
    "type",
    "data",
  ]),
  CreatedEnvelope: {
    allOf: [ref("Envelope"), { properties: { type: { const: "x.created" }, data: ref("Simple") } }],
  },
  Extended: { allOf: [ref("Simple"), object({ extra: { type: "string" } }, ["extra"])] },
  RequiredLater: { allOf: [object({ a: { type: "string" } }), { required: ["a"] }] },
  NullableRef: { oneOf: [ref("Simple"), { type: "null" }] },
  Conditional: {
    ...object({ kind: { type: "string" }, extra: { type: "number" } }, ["kind"]),
    if: { properties: { kind: { const: "special" } } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { required: ["extra"] },
    else: { not: { required: ["extra"] } },
  },
  Negative: { not: { type: "string" } },
  Nested: {
    anyOf: [
      { allOf: [{ type: "string" }, { enum: ["a", 5] }] },
      { not: { const: 5 } },
      { const: "x", minLength: 1 },
    ],
  },
  Long: { enum: Array.from({ length: 30 }, (_, index) => `a-rather-long-value-${index}`) },
  Everything: {
    type: ["object", "array", "string", "integer"],
    minLength: 2,
    maxLength: 5,
    pattern: "^[\\w/`$-.]+$",
    multipleOf: 2,
    minItems: 1,
    uniqueItems: true,
    contains: { type: "string", pattern: "^a" },
    maxContains: 2,
    minProperties: 1,
    propertyNames: { pattern: "^[a-z]" },
    dependentRequired: { a: ["b"] },
    dependentSchemas: { c: { properties: { d: { const: 1 } }, required: ["d"] } },
    unevaluatedProperties: { type: ["string", "number"] },
    anyOf: [{ properties: { e: { type: "array" } } }, { type: "string" }, { type: "integer" }],
  },
};
