import { describe, expect, test } from "vitest";
import { compareValues } from "./testing/compare-values.ts";

const object = (
  properties: Readonly<Record<string, unknown>>,
  required: readonly string[] = [],
  more: Readonly<Record<string, unknown>> = {},
) => ({ type: "object", properties, required, ...more });
const text = { type: "string" };
const dog = object({ kind: { const: "dog" }, bark: { type: "integer" } }, ["kind"]);
const cat = object({ kind: { const: "cat" }, meow: text }, ["kind"]);

const refactors: Readonly<Record<string, readonly [old: unknown, now: unknown]>> = {
  "a schema behind a reference": [
    object({ a: text }),
    { $ref: "#/$defs/A", $defs: { A: object({ a: text }) } },
  ],
  "parts merged": [
    { allOf: [object({ a: text }, ["a"]), object({ b: text })] },
    object({ b: text, a: text }, ["a"]),
  ],
  "an enumeration of one": [{ enum: ["a"] }, { const: "a" }],
  "null as an alternative": [
    { anyOf: [{ type: "string", minLength: 2 }, { type: "null" }] },
    { type: ["null", "string"], minLength: 2 },
  ],
  "alternatives in another order": [{ oneOf: [dog, cat] }, { oneOf: [cat, dog] }],
  "a pattern written otherwise": [
    { type: "string", pattern: "^(?:a|b)$" },
    { type: "string", pattern: "^[ab]$" },
  ],
  "a whole limit": [
    { type: "integer", exclusiveMinimum: 0 },
    { type: "integer", minimum: 1 },
  ],
  "additionalProperties true": [
    object({ a: text }),
    object({ a: text }, [], { additionalProperties: true }),
  ],
  "contained items closed to what other items have": [
    {
      prefixItems: [object({ b: text })],
      contains: object({ a: text }, [], { additionalProperties: false }),
    },
    {
      prefixItems: [{ allOf: [object({ b: text })] }],
      contains: object({ a: text }, [], { additionalProperties: false }),
    },
  ],
  "alternatives that overlap": [
    { oneOf: [object({ a: text }), object({ b: text })] },
    { oneOf: [object({ a: text }), object({ b: text })] },
  ],
};

describe("the same written otherwise is silent", () => {
  test.each(Object.entries(refactors))("%s", (_, [old, now]) => {
    expect(compareValues(old, now, { role: "both" })).toEqual([]);
    expect(compareValues(now, old, { role: "both" })).toEqual([]);
  });

  test("nullable of OpenAPI 3.0", () => {
    const old = { type: "integer", nullable: true, minimum: 0, exclusiveMinimum: true };
    const now = { type: ["integer", "null"], minimum: 1 };
    expect(compareValues(old, now, { role: "both", old: "openapi-3.0" })).toEqual([]);
  });

  test("a recursive schema under another name", () => {
    const list = (name: string) => ({
      $ref: `#/$defs/${name}`,
      $defs: {
        [name]: object({ next: { anyOf: [{ $ref: `#/$defs/${name}` }, { type: "null" }] } }),
      },
    });
    expect(compareValues(list("Node"), list("Item"), { role: "both" })).toEqual([]);
  });
});

const cases: readonly (readonly [old: unknown, now: unknown, reader: string, writer: string])[] = [
  [
    object({ a: text }),
    object({ a: text }, ["a"]),
    "error property-became-required a",
    "info property-became-required a",
  ],
  [object({ a: text }), object({}), "warn property-removed a", "error property-removed a"],
  [object({}), object({ a: text }), "info property-added a", "info property-added a"],
  [
    { enum: ["a", "b", "c"] },
    { enum: ["a", "b"] },
    "error enum-value-removed ",
    "info enum-value-removed ",
  ],
  [{ type: "string" }, { type: "integer" }, "error type-changed ", "error type-changed "],
  [text, { type: ["string", "null"] }, "info became-nullable ", "error became-nullable "],
  [
    { type: "string", maxLength: 100 },
    { type: "string", maxLength: 80 },
    "error max-length-lowered ",
    "info max-length-lowered ",
  ],
  [
    { type: "array", items: { type: "integer" } },
    { type: "array", items: { type: "number" } },
    "info type-widened []",
    "error type-widened []",
  ],
  [
    { oneOf: [dog, cat] },
    { oneOf: [dog] },
    "error union-member-removed ",
    "info union-member-removed ",
  ],
  [
    { oneOf: [dog] },
    { oneOf: [dog, cat] },
    "info union-member-added ",
    "error union-member-added ",
  ],
  [
    { type: "number", multipleOf: 0.1 },
    { type: "number", multipleOf: 0.01 },
    "info multiple-of-widened ",
    "error multiple-of-widened ",
  ],
  [
    { type: "integer", format: "int32" },
    { type: "integer", format: "int64" },
    "info format-widened ",
    "error format-widened ",
  ],
];

describe("a change hurts readers or writers", () => {
  test.each(cases)("%j → %j", (old, now, reader, writer) => {
    const heads = (role: "reader" | "writer") =>
      compareValues(old, now, { role }).map((line) => line.slice(0, line.indexOf(":")));
    expect(heads("reader")).toEqual([reader]);
    expect(heads("writer")).toEqual([writer]);
  });

  test("a changed alternative is told at its property", () => {
    const now = { oneOf: [{ ...dog, required: ["kind", "bark"] }, cat] };
    expect(compareValues({ oneOf: [dog, cat] }, now, { role: "reader" })).toEqual([
      "error property-became-required (dog) › bark: `bark` is now required",
    ]);
  });

  test("a chain of 3,000 schemas", () => {
    const chain = (end: unknown) => ({
      $ref: "#/$defs/n0",
      $defs: {
        ...Object.fromEntries(
          Array.from({ length: 3000 }, (_, i) => [
            `n${i}`,
            object({ x: { $ref: `#/$defs/n${i + 1}` } }),
          ]),
        ),
        n3000: end,
      },
    });
    const found = compareValues(chain(text), chain({ type: "integer" }), { role: "reader" });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^error type-changed x › x/);
  });
});

const refusing: readonly (readonly [what: string, old: unknown, now: unknown])[] = [
  ["contains without its zero", { contains: {}, minContains: 0 }, { contains: {} }],
  [
    "a value inside an alternative",
    { oneOf: [{ enum: ["blue"] }, { allOf: [{ type: "null" }] }] },
    { oneOf: [{ enum: ["red"] }, { allOf: [{ type: "null" }] }] },
  ],
  [
    "an alternative that no number fits",
    {},
    { anyOf: [{ minimum: 100, maximum: 1 }, { type: "null" }] },
  ],
  [
    "what another branch of `anyOf` evaluated",
    { anyOf: [object({ a: text }), object({ b: text })], unevaluatedProperties: false },
    { ...object({ a: text }), unevaluatedProperties: false },
  ],
  [
    "what a schema around the keyword names",
    { ...object({ a: text }), allOf: [{}] },
    { ...object({ a: text }), allOf: [{ unevaluatedProperties: false }] },
  ],
  [
    "an object closed through a reference",
    object({ a: text }),
    { ...object({}), additionalProperties: { $ref: "#/$defs/No" }, $defs: { No: false } },
  ],
];

test.each(refusing)("%s is not passed over", (_, old, now) => {
  const lines = compareValues(old, now, { role: "reader" });
  expect(lines.some((line) => /^(error|warn)/.test(line))).toBe(true);
});

test("conditions moved into `allOf` leave the same unevaluated", () => {
  const [base, contains] = [{ unevaluatedItems: false }, { contains: { type: "string" } }];
  const lines = compareValues(
    { ...base, ...contains },
    { ...base, allOf: [contains] },
    { role: "both" },
  );
  expect(lines).toEqual([]);
});
