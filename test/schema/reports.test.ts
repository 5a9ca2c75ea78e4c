import { maxViolations, violationsOf } from "@berrys/runtime/violation";
import { describe, expect, test } from "vitest";
import { compileChecks } from "./compile.ts";
import { zoo } from "./zoo.ts";

const checks = compileChecks(zoo);

/** Violations of a zoo schema as `pointer keyword: expected, got`. */
function report(name: string, value: unknown): readonly string[] {
  const check = checks[name];
  if (check === undefined) throw new Error(`no schema ${name}`);
  return violationsOf(check, value).map(
    ({ pointer, keyword, expected, got }) => `${pointer} ${keyword}: ${expected}, ${got}`,
  );
}

test("every difference is reported at its place", () => {
  expect(report("Simple", { size: 1.5, status: "x", nested: { deep: { deeper: 1 } } })).toEqual([
    "/id required: string in the format uuid, nothing",
    "/size type: integer, number 1.5",
    '/status enum: one of "open", "done", "with \\"quotes\\"", "back\\\\slash", string "x"',
    "/nested/deep/deeper type: boolean, number 1",
    "/missing required: a value, nothing",
  ]);
});

test("places are kept through references, arrays and maps", () => {
  expect(report("Tree", { children: [{ children: [] }, { children: [{ value: 1 }] }] })).toEqual([
    "/children/1/children/0/value type: string, number 1",
    "/children/1/children/0/children required: array, nothing",
  ]);
  expect(report("Json", { "a/b": [null, { "~": undefined, x: Symbol.iterator }] })).toEqual([
    "/a~1b/1/x anyOf: one of string, number, boolean, null, array, object, symbol",
  ]);
});

describe("unions report the chosen branch only", () => {
  test("by tag", () => {
    expect(report("Change", { type: "created", at: "yesterday" })).toEqual([
      '/at format: string in the format date-time, string "yesterday"',
    ]);
    expect(report("Change", { type: "other" })).toEqual([
      '/type oneOf: "created" or "removed", string "other"',
    ]);
    expect(report("Change", {})).toEqual(['/type required: "created" or "removed", nothing']);
  });

  test("by declared discriminator, between a base and children that extend it", () => {
    expect(report("Pet", { kind: "dog", bark: true })).toEqual([]);
    expect(report("Pet", { kind: "cat", bark: true })).toEqual([
      "/lives required: integer, nothing",
    ]);
    expect(report("Pet", { kind: "cow" })).toEqual([
      '/kind discriminator: "dog" or "cat", string "cow"',
    ]);
    expect(report("Puppy", { kind: "dog", bark: 1, age: 1 })).toEqual([
      "/bark type: boolean, number 1",
    ]);
  });

  test("by declared discriminator, between branches that leave their type out", () => {
    expect(report("Untyped", { kind: "a", a: 1, b: "x" })).toEqual([]);
    expect(report("Untyped", { kind: "b", b: "x" })).toEqual(['/b type: number, string "x"']);
    expect(report("Untyped", "a")).toEqual([' type: object, string "a"']);
  });

  test("by JSON type", () => {
    expect(report("NullableRef", null)).toEqual([]);
    expect(report("NullableRef", 1)).toEqual([" oneOf: Simple or null, number 1"]);
    expect(report("NullableRef", { missing: 1 })).toEqual([
      "/id required: string in the format uuid, nothing",
    ]);
  });
});

describe("hostile input", () => {
  test("cannot use inherited names", () => {
    expect(report("OddNames", { class: "a", new: 1 })).toEqual([
      "/constructor required: string, nothing",
    ]);
    expect(
      report("OddNames", JSON.parse('{"class":"a","new":1,"constructor":"c","__proto__":1}')),
    ).toEqual(["/__proto__ type: string, number 1"]);
    expect(report("Closed", JSON.parse('{"__proto__":{}}'))).toEqual([
      "/__proto__ additionalProperties: no such property, object",
    ]);
    expect(report("Map", JSON.parse('{"__proto__":"x"}'))).toEqual([
      '/__proto__ type: number, string "x"',
    ]);
  });

  test("cannot overflow the stack by depth", () => {
    const deep: unknown = JSON.parse(`${'{"children":['.repeat(20_000)}${"]}".repeat(20_000)}`);
    const [violation, ...others] = report("Tree", deep);
    expect(violation).toMatch(/^(\/children\/0)+ \$ref: at most 256 levels of nesting, object$/);
    expect(others).toEqual([]);
  });

  test("cannot make a long report or a long search", () => {
    const wide = { children: Array.from({ length: 1_000_000 }, () => ({})) };
    const started = performance.now();
    expect(report("Tree", wide)).toHaveLength(maxViolations);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

test("valid values leave no trace", () => {
  expect(
    report("CreatedEnvelope", { id: "1", type: "x.created", data: { id: "a", missing: 1 } }),
  ).toEqual(['/data/id format: string in the format uuid, string "a"']);
  const id = "0191b9a4-7d1c-7cc3-98c4-dc0c0c07398f";
  expect(
    report("CreatedEnvelope", { id: "1", type: "x.created", data: { id, missing: 1 } }),
  ).toEqual([]);
  expect(report("Everything", { a: "x", b: 1, e: [] })).toEqual([]);
  expect(report("Everything", { a: "x" })).toEqual([
    " dependentRequired: object with b beside a, object",
  ]);
  expect(report("Everything", { c: 1, d: 1, e: [] })).toEqual([]);
  expect(report("Everything", { d: [], e: [] })).toEqual([
    "/d type: string or number, array of 0 items",
  ]);
  expect(report("Nothing", 1)).toEqual([" false: no value, number 1"]);
  expect(report("Anything", 1)).toEqual([]);
  expect(report("Negative", "x")).toEqual([' not: anything but string, string "x"']);
});
