import { describe, expect, test } from "vitest";
import type { JsonSchema, SchemaNode } from "../model/model.ts";
import { createSchemaScope } from "./scope.ts";
import { discriminatorOf, groupByType } from "./union.ts";

function pet(name: string, kind: JsonSchema): SchemaNode {
  const id = `contracts/pets.yaml#/components/schemas/${name}`;
  const origin = { file: "contracts/pets.yaml", pointer: `/components/schemas/${name}` };
  const schema = { type: "object", required: ["kind"], properties: { kind } };
  return {
    kind: "schema",
    id,
    typeName: name,
    name,
    module: "schemas/pets",
    doc: "",
    origin,
    schema,
  };
}

const open = { type: "string" };
const nodes = [
  pet("Dog", open),
  pet("Cat", open),
  pet("Red", { const: "red" }),
  pet("Blue", { enum: ["blue", "navy"] }),
];
const scope = createSchemaScope(nodes, "schemas/pets");
const [dog, cat, red, blue] = nodes.map(({ id }) => ({ $ref: id }));

function tagsOf(schema: Record<string, unknown>, branches: readonly (JsonSchema | undefined)[]) {
  const present = branches.filter((branch) => branch !== undefined);
  return discriminatorOf(schema, present, scope);
}

describe("the declared discriminator", () => {
  test.each([
    ["ids", "contracts/pets.yaml#/components/schemas/Dog"],
    ["local references", "#/components/schemas/Dog"],
    ["references to a file", "./pets.yaml#/components/schemas/Dog"],
    ["bare names", "Dog"],
  ])("maps by %s, and by schema name where the mapping is silent", (_way, target) => {
    const discriminator = { propertyName: "kind", mapping: { hound: target } };
    expect(tagsOf({ discriminator }, [dog, cat])).toEqual({
      property: "kind",
      tags: [["hound"], ["Cat"]],
      pinned: [false, false],
    });
  });

  test("can be AsyncAPI's plain property name", () => {
    expect(tagsOf({ discriminator: "kind" }, [dog, cat])?.tags).toEqual([["Dog"], ["Cat"]]);
  });

  test("gives way to what a branch fixes itself", () => {
    const found = tagsOf({ discriminator: { propertyName: "kind" } }, [red, blue, dog]);
    expect(found?.tags).toEqual([["red"], ["blue", "navy"], ["Dog"]]);
    expect(found?.pinned).toEqual([true, true, false]);
  });
});

describe("without a declaration", () => {
  test("a required property that each branch fixes differently discriminates", () => {
    expect(tagsOf({}, [red, blue])?.tags).toEqual([["red"], ["blue", "navy"]]);
  });

  test("an open or shared value does not", () => {
    expect(tagsOf({}, [red, dog])).toBeNull();
    expect(tagsOf({}, [red, red])).toBeNull();
  });
});

test("branches of different JSON types are grouped apart", () => {
  const branches = [
    { type: "null" },
    dog,
    { type: "integer" },
    { type: "number" },
    red,
  ] as JsonSchema[];
  expect(groupByType(branches, scope).map((group) => group.branches)).toEqual([
    [0],
    [2, 3],
    [1, 4],
  ]);
});
