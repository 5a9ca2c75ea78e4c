import { expect, test } from "vitest";
import { compileInside } from "./ajv.ts";
import { isDeclared } from "./declared.ts";
import type { Schema } from "./json-schema.ts";

const text = { type: "string" };
const cases: readonly (readonly [
  name: string,
  schema: Schema,
  value: unknown,
  declared: boolean,
])[] = [
  ["a declared property", { properties: { a: text } }, { a: "" }, true],
  ["an undeclared one", { properties: { a: text } }, { a: "", b: 1 }, false],
  ["one that a pattern declares", { patternProperties: { "^x-": text } }, { "x-1": "" }, true],
  ["a map", { additionalProperties: text }, { z: "" }, true],
  ["explicitly open is no map", { additionalProperties: true }, { z: "" }, false],
  ["a required property without schema", { required: ["z"] }, { z: 1 }, true],
  ["in a branch of allOf", { allOf: [{ properties: { a: text } }] }, { a: "" }, true],
  [
    "in a branch that the value takes",
    { anyOf: [{ properties: { a: text }, required: ["a"] }, { type: "object" }] },
    { a: "" },
    true,
  ],
  [
    "in a branch that it does not take",
    { anyOf: [{ properties: { b: text, a: { type: "number" } } }, { type: "object" }] },
    { a: "", b: "" },
    false,
  ],
  ["under not", { not: { properties: { a: text }, required: ["a", "b"] } }, { a: "" }, false],
  ["inside of items", { items: { properties: { a: text } } }, [{ a: "" }, {}], true],
  ["not at another place", { properties: { a: {}, b: text } }, { a: { b: "" } }, false],
  [
    "two equal parts, one declared",
    { properties: { a: { properties: { c: text } }, b: {} } },
    { a: { c: "" }, b: { c: "" } },
    false,
  ],
  ["of an enumerated value", { enum: [{ a: { b: 1 } }] }, { a: { b: 1 } }, true],
  [
    "through a reference",
    { $ref: "#/$defs/A", $defs: { A: { properties: { a: text } } } },
    { a: "" },
    true,
  ],
  ["through recursion", { properties: { a: { $ref: "#" } } }, { a: { a: {} } }, true],
  [
    "behind a condition",
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    { if: { required: ["a"] }, then: { properties: { b: text } } },
    { a: 1, b: "" },
    true,
  ],
];

test.each(cases)("%s", (_, schema, value, declared) => {
  expect(isDeclared(schema, value, compileInside(schema))).toBe(declared);
});
