import { ChangeType } from "@graphql-inspector/core";
import { expect, test } from "vitest";
import type { Change } from "../../codegen/src/compat/change.ts";
import { compareGraphql } from "../../codegen/src/compat/graphql/compare-graphql.ts";
import { graphqlRule, graphqlRuleIds } from "../../codegen/src/compat/graphql/rules.ts";
import { levelOf } from "../../codegen/src/findings/rule.ts";
import { lines } from "./sides.ts";

type Sdl = string | Readonly<Record<string, string>>;
const filesOf = (sdl: Sdl) =>
  Object.entries(typeof sdl === "string" ? { "schema.graphql": sdl } : sdl).map(([file, text]) => ({
    file,
    text,
  }));

async function compare(old: Sdl, now: Sdl): Promise<readonly Change[]> {
  const [changes, diagnostics] = await compareGraphql(filesOf(old), filesOf(now));
  expect(lines(diagnostics)).toEqual([]);
  return changes;
}

const at = (place: Change["old"]) =>
  place === null ? "-" : `${place.span?.line}:${place.span?.column}`;
const level = ({ rule, role }: Change) => {
  const known = graphqlRule(rule);
  return known === null ? "unknown" : levelOf(known, role);
};
const short = (change: Change) =>
  `${level(change)} ${change.rule.slice(8)} ${change.path} ${change.role} ${at(change.old)} → ${at(change.new)}`;

const old = `directive @auth(role: String) on FIELD_DEFINITION
"All there is"
type Query {
  a(x: Int, y: Int! = 3): String
  b: [String!]! @deprecated
  c: E
  d(i: In, f: Filter): U
  n: Node @auth(role: "x")
}
interface Node { id: ID! }
type A implements Node { id: ID! }
type B { q: Int }
union U = A | B
enum E { X Y }
enum Filter { X Y }
input In { p: Int q: Int }
type Gone { a: Int }
`;
const now = `directive @auth(role: String) on FIELD_DEFINITION
type Query {
  a(x: Int!, y: Int! = 4, w: Int!, v: Int): String!
  b: [String]
  c: E
  d(i: In, f: Filter): U
  n: Node
  k: Int
}
interface Node { id: ID! }
type A { id: ID }
type B { q: Int }
type C { r: Int }
union U = A | C
enum E { X Z }
enum Filter { X Z }
input In { p: Int! r: Int s: Int! t: Int! = 5 }
`;

test("changes with the level of their criticality, role and both places", async () => {
  const found = (await compare(old, now)).map(short);
  expect(found.toSorted()).toMatchInlineSnapshot(`
    [
      "error enum-value-removed Filter.Y reader 15:17 → 16:6",
      "error field-argument-added-breaking Query.a.w reader - → 3:27",
      "error field-argument-type-changed Query.a.x reader 4:5 → 3:5",
      "error field-type-changed A.id writer 11:26 → 11:10",
      "error field-type-changed Query.b writer 5:3 → 4:3",
      "error input-field-added-breaking In.s reader - → 17:27",
      "error input-field-removed In.q reader 16:19 → 17:7",
      "error input-field-type-changed In.p reader 16:12 → 17:12",
      "error object-type-interface-removed A writer 11:6 → 11:6",
      "error type-removed Gone writer 17:6 → 1:1",
      "error union-member-removed U writer 13:7 → 14:7",
      "info enum-value-added-safe Filter.Z reader - → 16:17",
      "info field-added Query.k writer - → 8:3",
      "info field-deprecation-removed Query.b.@deprecated writer 5:3 → 4:3",
      "info field-type-changed-safe Query.a writer 4:3 → 3:3",
      "info input-field-added In.r reader - → 17:20",
      "info type-added C writer - → 13:6",
      "warn directive-usage-field-definition-removed Query.n.@auth writer 8:3 → 7:3",
      "warn enum-value-added E.Z writer - → 15:12",
      "warn enum-value-removed-dangerous E.Y writer 14:12 → 15:6",
      "warn field-argument-added Query.a.v reader - → 3:36",
      "warn field-argument-default-changed Query.a.y reader 4:13 → 3:14",
      "warn input-field-added-dangerous In.t reader - → 17:35",
      "warn union-member-added U writer 13:7 → 14:7",
    ]
  `);
});

test("what stays the same in other words is silent", async () => {
  expect(await compare(old, old)).toEqual([]);
  const split = {
    "b.graphql": 'extend type Query { y(a: Int = 1): [Int] }\n"New words"\nenum E { A B }\n',
    "a.graphql": "type Query { x: E }\n",
  };
  const merged = "enum E { B A }\n# comment\ntype Query {\n  y(a: Int = 1): [Int]\n  x: E\n}\n";
  expect(await compare(split, merged)).toEqual([]);
});

test("positions name the file of a part", async () => {
  const parts = (type: string) => ({
    "a.graphql": "type Query { x: Int }\n",
    "b.graphql": `\nextend type Query { y: ${type} }\n`,
  });
  const [change] = await compare(parts("Int"), parts("String"));
  expect(change).toMatchObject({
    rule: "graphql/field-type-changed",
    old: { file: "b.graphql", span: { line: 2, column: 21, endColumn: 22 } },
    new: { file: "b.graphql" },
    message: "Field `Query.y` changed type from `Int` to `String`.",
  });
});

test("parts of a federated graph, without Query and with foreign directives", async () => {
  const part = (type: string) =>
    `extend type Product @key(fields: "id") { id: ID! @external price: ${type} }\n`;
  expect((await compare(part("Int"), part("String"))).map(({ path }) => path)).toEqual([
    "Product.price",
  ]);
});

test("broken SDL is a diagnostic with its place", async () => {
  const [changes, diagnostics] = await compareGraphql(
    filesOf("type Query { a: Int }\n"),
    filesOf({ "a.graphql": "type Query { a: Missing }\n", "b.graphql": "enum E { A A }\n" }),
  );
  expect(changes).toEqual([]);
  expect(lines(diagnostics)).toEqual([
    'a.graphql:1:17 load/graphql-syntax: The GraphQL schema is broken: Unknown type "Missing".',
    'b.graphql:1:10 load/graphql-syntax: The GraphQL schema is broken: Enum value "E.A" can only be defined once.',
  ]);
  const [, syntax] = await compareGraphql(
    filesOf("type Query {\n  a Int\n}\n"),
    filesOf("type Query { a: Int }\n"),
  );
  expect(lines(syntax)).toEqual([
    'schema.graphql:2:5 load/graphql-syntax: The GraphQL schema is broken: Expected ":", found Name "Int".',
  ]);
});

test("every change that the engine knows has its words", () => {
  const names = Object.values(ChangeType)
    .filter((name) => !name.includes("_DESCRIPTION_"))
    .map((name) => `graphql/${name.toLowerCase().replaceAll("_", "-")}`);
  expect(graphqlRuleIds().toSorted()).toEqual(names.toSorted());
  for (const id of names) {
    for (const suffix of ["", "-breaking", "-dangerous", "-safe"]) {
      const rule = graphqlRule(`${id}${suffix}`);
      if (suffix === "") expect(rule?.title).toBeTruthy();
    }
  }
  expect(graphqlRule("graphql/field-argument-added-breaking")?.level).toBe("error");
  expect(graphqlRule("graphql/field-removed-breaking")).toBeNull();
  expect(graphqlRule("graphql/unheard-of")).toBeNull();
});
