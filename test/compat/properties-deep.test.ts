import { createSchemaComparer } from "@berrys/codegen/compat/schema/compare-schemas";
import fc from "fast-check";
import { expect, test } from "vitest";
import { rootSchema } from "./schemas/arbitrary.ts";
import type { Schema, SchemaObject } from "./schemas/json-schema.ts";
import { changesBetween } from "./schemas/verdict.ts";
import { memoryTree, memoryTreeUnscanned } from "./support/memory-tree.ts";
import { isLongRun, pairs, seed } from "./support/pairs.ts";

/** As deep as a file may be nested, which is 400 levels; alternatives within alternatives cost more than linear. */
const levelsOf = (keyword: string) => (["anyOf", "not"].includes(keyword) ? 100 : 195);

/** Definitions in a row; a long run tries as many as nobody has. */
const depth = isLongRun ? 100_000 : 5000;

/** A schema around another, so many times. */
function nested(levels: number, wrap: (inner: Schema) => Schema, innermost: Schema): Schema {
  let schema = innermost;
  for (let level = 0; level < levels; level += 1) schema = wrap(schema);
  return schema;
}

const wrappers: Readonly<Record<string, (inner: Schema) => Schema>> = {
  properties: (inner) => ({ type: "object", properties: { a: inner } }),
  items: (inner) => ({ type: "array", items: inner }),
  additionalProperties: (inner) => ({ additionalProperties: inner }),
  allOf: (inner) => ({ allOf: [inner] }),
  anyOf: (inner) => ({ anyOf: [inner, { type: "null" }] }),
  not: (inner) => ({ not: inner }),
};

test.each(Object.entries(wrappers))("%s nested as deep as a file may be", (keyword, wrap) => {
  const tree = (innermost: Schema) =>
    memoryTreeUnscanned(nested(levelsOf(keyword), wrap, innermost));
  const compare = (old: Schema, now: Schema) => {
    const [before, after] = [tree(old), tree(now)];
    return createSchemaComparer(before, after).compare(before.root, after.root, { role: "both" });
  };
  expect(compare({ type: "string" }, { type: "string" })).toEqual([]);
  expect(compare({ type: "string" }, { type: "integer" }).length).toBeGreaterThan(0);
});

/** Definitions in a row, each of which refers to the next; the last one to the first, where there is none. */
function chain(link: (next: string) => Schema, last: Schema | null): SchemaObject {
  const definitions = Array.from({ length: depth }, (_, index) => {
    const next = last === null && index === depth - 1 ? 0 : index + 1;
    return [`S${index}`, link(`#/$defs/S${next}`)] as const;
  });
  const end = last === null ? [] : [[`S${depth}`, last] as const];
  return { $ref: "#/$defs/S0", $defs: Object.fromEntries([...definitions, ...end]) };
}

const links: Readonly<Record<string, (next: string) => Schema>> = {
  aliases: ($ref) => ({ $ref }),
  properties: ($ref) => ({ properties: { a: { $ref } } }),
  "allOf branches": ($ref) => ({ allOf: [{ $ref }] }),
};

test.each(Object.entries(links))(`${depth} definitions in a row, through %s`, (_, link) => {
  const [old, now] = [chain(link, { type: "string" }), chain(link, { type: "integer" })];
  expect(changesBetween(old, structuredClone(old), "reader")).toEqual([]);
  expect(changesBetween(old, now, "reader").length).toBeGreaterThan(0);
});

test(`${depth} definitions in a ring`, () => {
  const ring = chain(($ref) => ({ properties: { a: { $ref } } }), null);
  expect(changesBetween(ring, structuredClone(ring), "writer")).toEqual([]);
});

test("a recursive schema says the same when it is unrolled", () => {
  const tree = {
    $ref: "#/$defs/Tree",
    $defs: {
      Tree: {
        type: "object",
        properties: { label: { type: "string" }, next: { $ref: "#/$defs/Tree" } },
      },
    },
  };
  const unrolled = { ...tree.$defs.Tree, $defs: tree.$defs };
  expect(changesBetween(tree, unrolled, "reader")).toEqual([]);
  expect(changesBetween(unrolled, tree, "writer")).toEqual([]);
});

/** Two schemas of which each part may be any other, also itself. */
const knotted = fc
  .record({ root: rootSchema, at: fc.array(fc.nat(20), { maxLength: 4 }) })
  .map(({ root, at }): Schema => {
    let place = 0;
    const text = JSON.stringify(root, (_, value: unknown) => {
      place += 1;
      return at.includes(place) && typeof value === "object" ? { $ref: "#" } : value;
    });
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? (parsed as Schema) : {};
  });

test(`${pairs} pairs of any recursion neither throw nor loop, seed ${seed}`, () => {
  fc.assert(
    fc.property(knotted, knotted, (old, now) => {
      let trees: readonly ReturnType<typeof memoryTree>[];
      try {
        trees = [memoryTree({ "a.json": old }), memoryTree({ "a.json": now })];
      } catch {
        // References that lead nowhere are refused before anything is compared.
        return;
      }
      const [before, after] = trees as [
        ReturnType<typeof memoryTree>,
        ReturnType<typeof memoryTree>,
      ];
      createSchemaComparer(before, after).compare(before.root, after.root, { role: "both" });
    }),
    { numRuns: pairs, seed },
  );
});
