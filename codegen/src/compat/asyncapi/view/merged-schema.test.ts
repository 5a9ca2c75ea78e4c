import { expect, test } from "vitest";
import { child } from "../../../load/reference.ts";
import { documentTree } from "../testing/document-tree.ts";
import { mergedSchema } from "./merged-schema.ts";

const tree = documentTree({
  "asyncapi.yaml": `
asyncapi: 3.0.0
own: { headers: { properties: { a: { type: string }, c: null } } }
`,
  "parts/trait.yaml": `
headers:
  type: object
  properties: { a: { type: integer, title: A }, b: { $ref: "../ids.yaml#/id" }, c: { type: string } }
`,
  "ids.yaml": "id: { type: string }",
});
const own = child(tree.root, "own");
const trait = {
  file: "parts/trait.yaml",
  pointer: "",
  value: tree.sources.document("parts/trait.yaml")?.value,
};

test("one layer is left as it is, at its place", () => {
  expect(mergedSchema(tree, [own, child(own, "none")], "headers")).toEqual(child(own, "headers"));
});

test("stronger members win, null takes away, and references still hold", () => {
  const merged = mergedSchema(tree, [own, trait], "headers");
  expect(merged).toEqual({
    file: "asyncapi.yaml",
    pointer: "/own/headers/x-with-traits",
    value: {
      type: "object",
      properties: { a: { type: "string", title: "A" }, b: { $ref: "ids.yaml#/id" } },
    },
  });
});
