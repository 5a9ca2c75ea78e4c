import { describe, expect, test } from "vitest";
import {
  codePointLength,
  countProperties,
  deepEqual,
  duplicateIndex,
  exhausted,
  fail,
  isMultipleOf,
  isObject,
  maxDepth,
  pointerToken,
  relocate,
  describe as words,
} from "./validation.ts";
import { maxViolations, type Violation } from "./violation.ts";

/** `[[[…]]]`, deeper than the stack allows. */
function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = [value];
  return value;
}

describe("reports", () => {
  test("stop at the limit", () => {
    const violations: Violation[] = [];
    for (let i = 0; i < maxViolations + 5; i++) fail(violations, `/${i}`, "type", "string", 1);
    expect(violations).toHaveLength(maxViolations);
  });

  test("call a missing value required, and say the same thing once", () => {
    const violations: Violation[] = [];
    fail(violations, "/a", "type", "string", undefined);
    fail(violations, "/a", "type", "string", undefined);
    expect(violations).toEqual([
      { pointer: "/a", keyword: "required", expected: "string", got: "nothing" },
    ]);
  });

  test("are moved below a prefix from an index on", () => {
    const violations: Violation[] = [];
    fail(violations, "/a", "type", "string", 1);
    fail(violations, "/b", "type", "string", 1);
    relocate(violations, 1, "/x");
    expect(violations.map(({ pointer }) => pointer)).toEqual(["/a", "/x/b"]);
  });

  test("refuse input that is too deep", () => {
    const violations: Violation[] = [];
    expect(exhausted(maxDepth, "", violations, 1)).toBe(false);
    expect(exhausted(maxDepth + 1, "", violations, 1)).toBe(true);
    expect(violations).toHaveLength(1);
  });
});

test("values are described in a few words", () => {
  const long = "x".repeat(100);
  expect([undefined, null, "a\n", 1.5, true, [], [1], { a: 1 }].map(words)).toEqual([
    "nothing",
    "null",
    'string "a\\n"',
    "number 1.5",
    "boolean true",
    "array of 0 items",
    "array of 1 item",
    "object",
  ]);
  expect(words(long).length).toBeLessThan(60);
});

test("equality is by JSON value", () => {
  expect(deepEqual({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBe(true);
  expect(deepEqual([1, 2], [2, 1])).toBe(false);
  expect(deepEqual({ a: 1 }, { a: 1, b: 2 })).toBe(false);
  expect(deepEqual([1], { 0: 1 })).toBe(false);
  expect(deepEqual(0, false)).toBe(false);
  expect(deepEqual(JSON.parse('{"__proto__":1}'), {})).toBe(false);
  expect(deepEqual(nested(200_000), nested(200_000))).toBe(true);
});

test("the first duplicate is found in linear time", () => {
  expect(duplicateIndex([1, "1", true, null, [1], { a: 1 }, "[1,]", '{"a":1,}'])).toBe(-1);
  expect(duplicateIndex([0, 1, 1])).toBe(2);
  expect(
    duplicateIndex([
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ]),
  ).toBe(1);
  expect(duplicateIndex([nested(200_000), nested(200_000)])).toBe(1);
  const many = Array.from({ length: 50_000 }, (_, index) => ({ index }));
  const started = performance.now();
  expect(duplicateIndex(many)).toBe(-1);
  expect(performance.now() - started).toBeLessThan(2_000);
});

test("length counts code points", () => {
  expect(["", "a", "😀", "a😀b", "\ud83d", "\ude00\ud83d"].map(codePointLength)).toEqual([
    0, 1, 1, 3, 1, 2,
  ]);
});

test("multiples are decimal", () => {
  expect(isMultipleOf(0.3, 0.1)).toBe(true);
  expect(isMultipleOf(19.99, 0.01)).toBe(true);
  expect(isMultipleOf(0.35, 0.1)).toBe(false);
  expect(isMultipleOf(1e308, 0.123456789)).toBe(false);
  expect(isMultipleOf(0, 0.1)).toBe(true);
});

test("only JSON objects are objects, and only own members count", () => {
  expect([{}, [], null, "a", Object.create(null)].map(isObject)).toEqual([
    true,
    false,
    false,
    false,
    true,
  ]);
  expect(
    countProperties(Object.create({ inherited: 1 }, { own: { value: 1, enumerable: true } })),
  ).toBe(1);
});

test("names become pointer tokens", () => {
  expect(pointerToken("a/b~c")).toBe("a~1b~0c");
});
