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
