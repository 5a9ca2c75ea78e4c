import { describe, expect, test } from "vitest";
import { compareValues } from "../testing/compare-values.ts";

const text = { type: "string" };
const whole = (minimum: number, maximum: number) => ({ type: "integer", minimum, maximum });
const object = (properties: object, required: readonly string[] = []) => ({
  type: "object",
  properties,
  required,
});
const tagged = (kind: object) => object({ kind, x: text }, ["kind"]);

type Case = readonly [name: string, old: unknown, now: unknown];

const covered: readonly Case[] = [
  [
    "a range that two others overlap",
    { anyOf: [whole(0, 10), whole(5, 20), whole(3, 15)] },
    { anyOf: [whole(0, 10), whole(5, 20)] },
  ],
  [
    "whole numbers, cut between two of them",
    { type: "integer" },
    {
      anyOf: [
        { type: "integer", maximum: 0 },
        { type: "integer", minimum: 1 },
      ],
    },
  ],
  [
    "numbers, cut at one",
    { type: "number" },
    {
      oneOf: [
        { type: "number", maximum: 0 },
        { type: "number", exclusiveMinimum: 0 },
      ],
    },
  ],
  [
    "whole numbers and those with a fraction",
    { anyOf: [{ type: "number" }, { type: "integer", maximum: 3 }] },
    { anyOf: [{ type: "integer" }, { type: "number", not: { type: "integer" } }] },
  ],
  [
    "lengths",
    { type: "string", minLength: 2 },
    {
      anyOf: [
        { type: "string", minLength: 2, maxLength: 5 },
        { type: "string", minLength: 6 },
      ],
    },
  ],
  [
    "sizes of lists",
    {
      anyOf: [
        { type: "array", items: text },
        { type: "array", items: text, maxItems: 2 },
      ],
    },
    {
      anyOf: [
        { type: "array", items: text, maxItems: 5 },
        { type: "array", items: text, minItems: 6 },
      ],
    },
  ],
  [
    "fixed values",
    { anyOf: [{ enum: ["a", "b"] }, { enum: ["b", "c"] }, { enum: ["a", "c"] }] },
    { anyOf: [{ enum: ["a", "b"] }, { enum: ["b", "c"] }] },
  ],
  [
    "an alternative for two values of a tag, written as two",
    { oneOf: [tagged({ enum: ["a", "b"] }), tagged({ const: "c" })] },
    { oneOf: ["a", "b", "c"].map((kind) => tagged({ const: kind })) },
  ],
  [
    "a flag that may be missing",
    object({ flag: { type: "boolean" }, x: text }),
    {
      anyOf: [
        object({ flag: { const: true }, x: text }, ["flag"]),
        object({ flag: { const: false }, x: text }),
      ],
    },
  ],
  [
    "types of a property",
    object({ a: { type: ["string", "integer"] } }),
    { anyOf: [object({ a: text }), object({ a: { type: "integer" } })] },
  ],
  [
    "alternatives within alternatives",
    { anyOf: [{ anyOf: [whole(0, 5), whole(10, 15)] }, text] },
    { anyOf: [whole(9, 20), whole(-1, 6), text] },
  ],
];

describe("alternatives that together accept what one accepted", () => {
  test.each(covered)("%s", (_, old, now) => {
    const changes = compareValues(old, now, { role: "reader" });
    expect(changes.filter((change) => !change.startsWith("info"))).toEqual([]);
    const mirrored = compareValues(now, old, { role: "writer" });
    expect(mirrored.filter((change) => !change.startsWith("info"))).toEqual([]);
  });
});

const open: readonly Case[] = [
  [
    "below all others",
    { anyOf: [whole(0, 10), whole(5, 20), whole(-3, 15)] },
    { anyOf: [whole(0, 10), whole(5, 20)] },
  ],
  ["between two others", whole(0, 20), { anyOf: [whole(0, 9), whole(11, 20)] }],
  [
    "one number between two others",
    { type: "number" },
    {
      anyOf: [
        { type: "number", exclusiveMaximum: 0 },
        { type: "number", exclusiveMinimum: 0 },
      ],
    },
  ],
  [
    "one length",
    { type: "string", minLength: 2 },
    {
      anyOf: [
        { type: "string", maxLength: 4 },
        { type: "string", minLength: 6 },
      ],
    },
  ],
  [
    "a value",
    { anyOf: [{ enum: ["a", "b"] }, { enum: ["c", "d"] }] },
    { anyOf: [{ enum: ["a", "b"] }, { enum: ["b", "c"] }] },
  ],
  [
    "a tag",
    { anyOf: [tagged({ enum: ["a", "b", "d"] }), tagged({ const: "c" })] },
    { anyOf: ["a", "b", "c"].map((kind) => tagged({ const: kind })) },
  ],
  [
    "objects without the flag",
    object({ flag: { type: "boolean" } }),
    { anyOf: [true, false].map((flag) => object({ flag: { const: flag } }, ["flag"])) },
  ],
  [
    "two types in two properties",
    object({ a: { type: ["string", "integer"] }, b: { type: ["string", "integer"] } }),
    {
      anyOf: [
        object({ a: text, b: text }),
        object({ a: { type: "integer" }, b: { type: "integer" } }),
      ],
    },
  ],
];

test.each(open)("what no alternative accepts is an error: %s", (_, old, now) => {
  const levels = (role: "reader" | "writer", from: unknown, to: unknown) =>
    compareValues(from, to, { role }).map((change) => change.split(" ")[0]);
  expect(levels("reader", old, now)).toContain("error");
  expect(levels("writer", now, old)).toContain("error");
});

test.each([
  ["ranges", { type: "number", maximum: 3 }, { type: "number", exclusiveMinimum: 3 }],
  ["lengths", { type: "string", maxLength: 3 }, { type: "string", minLength: 4 }],
  ["patterns", { type: "string", pattern: "^a" }, { type: "string", pattern: "^b" }],
  ["sizes", { type: "array", maxItems: 1 }, { type: "array", minItems: 2 }],
  [
    "a required property's range",
    object({ a: { type: "integer", maximum: 0 } }, ["a"]),
    object({ a: { type: "integer", minimum: 1 } }),
  ],
])("alternatives are apart by %s", (_, a, b) => {
  const other = { anyOf: [b, a] };
  expect(compareValues({ oneOf: [a, b] }, other, { role: "both" })).toEqual([]);
  expect(compareValues(other, { oneOf: [a, b] }, { role: "both" })).toEqual([]);
});
