import { expect, test } from "vitest";
import { compile } from "./ajv.ts";
import type { Schema } from "./json-schema.ts";

const whole = { type: "integer" };
const text = { type: "string" };

/** What the specification says and Ajv alone does not. */
const cases: readonly (readonly [
  name: string,
  schema: Schema,
  valid: readonly unknown[],
  invalid: readonly unknown[],
])[] = [
  ["an empty list contains nothing", { contains: false }, [], [[], [1]]],
  ["nor beside a tuple", { contains: false, prefixItems: [text] }, [], [[], ["a"]]],
  ["nor after a list that contains it", { items: { contains: text } }, [[["a"]]], [[["a"], []]]],
  [
    "what is contained is evaluated, and nothing else",
    { contains: { type: "null" }, unevaluatedItems: whole },
    [[null], [null, 1]],
    [[null, "a"], [1]],
  ],
  [
    "what may be contained too",
    { contains: text, minContains: 0, unevaluatedItems: whole },
    [[], ["a"], ["a", 1]],
    [[null]],
  ],
  ["anything contained leaves nothing", { contains: {}, unevaluatedItems: false }, [[1]], [[]]],
  [
    "also where another schema contains it",
    { allOf: [{ contains: text }], unevaluatedItems: whole },
    [["a", 1]],
    [["a", null]],
  ],
  [
    "what an alternative evaluates, evaluated again inside of it",
    {
      anyOf: [{ properties: { a: text } }, { properties: { b: text }, required: ["b"] }],
      unevaluatedProperties: false,
    },
    [{ a: "" }, { a: "", b: "" }, {}],
    [{ c: 1 }, { a: 1, c: 1 }],
  ],
  [
    "conditions",
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    { if: { required: ["a"] }, then: { properties: { a: text } }, unevaluatedProperties: whole },
    [{ a: "" }, { b: 1 }],
    [{ a: "", b: "" }],
  ],
  [
    "through references and the root",
    {
      properties: { a: { $ref: "#" } },
      allOf: [{ $ref: "#/$defs/A" }],
      unevaluatedProperties: false,
      $defs: { A: { patternProperties: { "^x-": text } } },
    },
    [{ a: { "x-1": "" } }, {}],
    [{ a: { b: 1 } }, { b: 1 }],
  ],
];

test.each(cases)("%s", (_, schema, valid, invalid) => {
  const accepts = compile(schema);
  expect(valid.filter((value) => !accepts(value))).toEqual([]);
  expect(invalid.filter((value) => accepts(value))).toEqual([]);
});
