import { expect, test } from "vitest";
import { treeOf } from "../sources/testing/tree-of.ts";
import { createSchemaComparer } from "./compare-schemas.ts";

const $schema = "https://json-schema.org/draft/2020-12/schema";

/** Kinds of the changes, with their paths. */
function kinds(old: object, now: object, role: "reader" | "writer"): readonly string[] {
  const [before, after] = [treeOf({ $schema, ...old }), treeOf({ $schema, ...now })];
  return createSchemaComparer(before, after)
    .compare(before.root, after.root, { role })
    .map(({ kind, path }) => `${kind} ${path.join(".")}`.trim());
}

test("a property that was described and optional may become required without a description", () => {
  expect(kinds({ properties: { c: {} } }, { required: ["c"] }, "reader")).toContain(
    "property-became-required c",
  );
});

test("a property that was required without a description is sent with any value", () => {
  const described = { properties: { kind: { const: "red" } } };
  expect(kinds({ required: ["kind"] }, described, "reader")).toContain("const-added kind");
  expect(kinds({ required: ["kind"] }, described, "writer")).toContain(
    "property-became-optional kind",
  );
});

test("fixed values of which the rest accepts none leave nothing", () => {
  const now = { allOf: [{ pattern: "^[ab]*$" }, { const: "red" }] };
  expect(kinds({ type: "string" }, now, "reader")).toContain("value-forbidden");
});

test("alternatives that are the schema itself come to an end", () => {
  const knot = { anyOf: [{ $ref: "#" }, { $ref: "#" }, { type: "string" }] };
  expect(kinds(knot, structuredClone(knot), "reader")).toEqual([]);
});

const text = { type: "string" };

test.each([
  ["others depend on", { dependentRequired: { "x-1": [] } }],
  ["depends on others", { dependentRequired: { a: ["x-1"] } }],
  ["conditions depend on", { dependentSchemas: { "x-1": true } }],
])("a property that %s is sent, with any value", (_, old) => {
  const matched = { patternProperties: { "^x-": text } };
  expect(kinds(old, matched, "reader")).toContain("type-narrowed x-1");
  expect(kinds(matched, old, "writer")).toContain("type-widened x-1");
  const described = { allOf: [{ properties: { "x-1": text } }] };
  expect(kinds(old, described, "reader")).toContain("type-narrowed x-1");
});

test("a property that a condition describes is sent as the condition says", () => {
  const old = { dependentSchemas: { a: { properties: { b: { type: "integer" } } } } };
  const now = (b: object) => ({ ...old, properties: { b } });
  expect(kinds(old, now({ type: "number" }), "reader")).toEqual(["property-added b"]);
  expect(kinds(old, now(text), "reader")).toContain("type-changed b");
  const matched = { ...old, patternProperties: { "^b": text } };
  expect(kinds(old, matched, "reader")).toContain("type-changed b");
});

test("what a condition says of names by a pattern is sent so", () => {
  const old = {
    if: { required: ["a"] },
    else: { patternProperties: { "^x": { type: "integer" } } },
  };
  const now = { ...old, patternProperties: { "^x-": text } };
  expect(kinds(old, now, "reader")).toContain("type-changed /^x-/");
});

test("what must be beside a property can make conditions count", () => {
  const old = { type: "object", dependentRequired: { kind: ["c"] } };
  const now = { ...old, dependentSchemas: { c: { const: "red" } } };
  expect(kinds(old, now, "reader")).toContain("dependent-schema-added");
});

test("a closed object refuses what only a branch describes", () => {
  const old = { anyOf: [{ properties: { b: {} }, unevaluatedProperties: false }] };
  const now = { additionalProperties: false, anyOf: [{ properties: { b: {} } }] };
  expect(kinds(old, now, "reader")).toContain("property-removed-from-closed b");
  expect(kinds(now, old, "writer")).toContain("property-added-to-closed b");
});

test("what two alternatives of `oneOf` take whole is refused", () => {
  const now = { oneOf: [{}, { if: {} }] };
  expect(kinds({ type: "null" }, now, "reader")).toEqual(["value-forbidden"]);
  expect(kinds({}, { oneOf: [{}, { minLength: 3 }] }, "reader")).toContain("type-narrowed");
});

test("fixed values are held against conditions", () => {
  const old = { if: { const: "green" }, else: { type: "number" } };
  expect(kinds(old, { type: "null" }, "writer")).toContain("type-changed");
  expect(kinds(old, { enum: ["green", 1] }, "writer")).not.toContain("enum-value-added");
  expect(kinds(old, { enum: ["red"] }, "writer")).toContain("enum-value-added");
});

test.each([[{ multipleOf: 6 }], [{ format: "int64" }]])(
  "numbers of which none has a fraction are whole: %j",
  (whole) => {
    const [number, integer] = [
      { type: "number", ...whole },
      { type: "integer", ...whole },
    ];
    expect(kinds(number, integer, "reader")).toEqual([]);
    expect(kinds(integer, number, "writer")).toEqual([]);
  },
);

test("types are excluded in whatever words", () => {
  const old = { not: { type: ["string", "null"] } };
  const now = { not: { $ref: "#/$defs/Part" }, $defs: { Part: { allOf: [old.not] } } };
  expect(kinds(old, now, "reader")).toEqual([]);
  expect(kinds(now, old, "writer")).toEqual([]);
});

const nothing = { type: "null" };
const whole = { type: "integer" };
const contained = (...all: readonly object[]) => ({ allOf: all.map((contains) => ({ contains })) });

test("lists that must contain several items are compared item by item", () => {
  expect(kinds(contained(text, nothing), contained(nothing, text), "reader")).toEqual([]);
  expect(kinds(contained(text, nothing), contained(text, whole), "reader")).toContain(
    "contains-narrowed",
  );
  expect(kinds(contained(text), contained(text, nothing), "writer")).toEqual(["contains-narrowed"]);
});

test("numbers of contained items belong to the `contains` beside them", () => {
  const old = { contains: text, allOf: [{ minContains: 3 }] };
  expect(kinds(old, { contains: text, minContains: 3 }, "reader")).toEqual(["min-contains-added"]);
});

test("what may be contained decides what is left unevaluated", () => {
  const list = (contains: object) => ({ contains, minContains: 0, unevaluatedItems: whole });
  expect(kinds(list(text), list({ allOf: [text] }), "reader")).toEqual([]);
  expect(kinds(list(text), list(nothing), "reader")).toEqual(["unevaluated-undecided"]);
});

test("what is contained may have properties that nothing else describes", () => {
  const old = { contains: { properties: { a: whole }, required: ["a"] } };
  const now = (a: object) => ({ ...old, items: { properties: { a } } });
  expect(kinds(old, now({ type: "number" }), "reader")).toEqual(["property-added [].a"]);
  expect(kinds(old, now(text), "reader")).toContain("type-changed [].a");
});
