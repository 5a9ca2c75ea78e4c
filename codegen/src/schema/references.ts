import type { JsonSchema, JsonSchemaObject, SchemaId } from "../model/model.ts";
import { schemaMapOf, schemaOf, schemasOf } from "./keywords.ts";
import { createReferenceGraph, type ReferenceGraph } from "./reference-graph.ts";
import type { SchemaScope } from "./scope.ts";

/** How a reference sits in a schema: as part of the same value, as an alternative of it, or below it. */
export type ReferenceKind = "part" | "alternative" | "below";

const alternativeLists = ["anyOf", "oneOf"];
const alternativeSchemas = ["not", "if", "then", "else"];
const belowSchemas = [
  "items",
  "contains",
  "additionalProperties",
  "propertyNames",
  "unevaluatedProperties",
  "unevaluatedItems",
];

/** Every `$ref` in a schema, with how it sits there. */
export function referencesOf(
  schema: JsonSchema,
  kind: ReferenceKind = "part",
): readonly (readonly [SchemaId, ReferenceKind])[] {
  if (typeof schema === "boolean") return [];
  const alternative = kind === "part" ? "alternative" : kind;
  const inner = (schemas: readonly (JsonSchema | undefined)[], as: ReferenceKind) =>
    schemas.flatMap((item) => (item === undefined ? [] : referencesOf(item, as)));
  const maps = (keyword: string) => schemaMapOf(schema, keyword).map(([, member]) => member);
  return [
    ...(schema.$ref === undefined ? [] : [[schema.$ref, kind] as const]),
    ...inner(schemasOf(schema, "allOf"), kind),
    ...alternativeLists.flatMap((keyword) => inner(schemasOf(schema, keyword), alternative)),
    ...inner(
      alternativeSchemas.map((keyword) => schemaOf(schema, keyword)),
      alternative,
    ),
    ...inner(maps("dependentSchemas"), alternative),
    ...inner(maps("properties"), "below"),
    ...inner(maps("patternProperties"), "below"),
    ...inner(schemasOf(schema, "prefixItems"), "below"),
    ...inner(
      belowSchemas.map((keyword) => schemaOf(schema, keyword)),
      "below",
    ),
  ];
}

/** Whether one or more references of the given kinds lead from a schema to another. Graphs are remembered per resolver. */
export function reaches(
  scope: SchemaScope,
  from: SchemaId,
  to: SchemaId,
  kinds: readonly ReferenceKind[],
): boolean {
  const key = kinds.join();
  const known = graphs.get(scope.resolve) ?? new Map<string, ReferenceGraph>();
  graphs.set(scope.resolve, known);
  const graph = known.get(key) ?? createReferenceGraph(targetsBy(scope, kinds));
  known.set(key, graph);
  return graph.reaches(from, to);
}

const graphs = new WeakMap<SchemaScope["resolve"], Map<string, ReferenceGraph>>();
const references = new WeakMap<
  SchemaScope["resolve"],
  Map<SchemaId, ReturnType<typeof referencesOf>>
>();

function targetsBy(
  scope: SchemaScope,
  kinds: readonly ReferenceKind[],
): (id: SchemaId) => readonly SchemaId[] {
  const known = references.get(scope.resolve) ?? new Map<string, ReturnType<typeof referencesOf>>();
  references.set(scope.resolve, known);
  return (id) => {
    const found = known.get(id) ?? referencesOf(scope.resolve(id).schema);
    known.set(id, found);
    const targets = found.filter(([, kind]) => kinds.includes(kind)).map(([target]) => target);
    return [...new Set(targets)];
  };
}

/** Whether a value of `from` can hold another value that `from` describes too. */
export function isRecursive(scope: SchemaScope, id: SchemaId): boolean {
  return reaches(scope, id, id, ["part", "alternative", "below"]);
}

/** What stands for a `$ref` at a place: the other schema by name, or its keywords put in place. */
export type Resolved =
  | { readonly kind: "named"; readonly id: SchemaId }
  | { readonly kind: "inline"; readonly schema: JsonSchema; readonly owners: readonly SchemaId[] };

/**
 * A base that lists its own children (`Pet: oneOf [Dog, Cat]`, `Dog: allOf [Pet, …]`) would make both
 * refer to each other for the same value. The child then gets the base's keywords without the list.
 * `owners` are the named schemas whose keywords are being emitted, outermost first.
 */
export function resolvePart(
  scope: SchemaScope,
  id: SchemaId,
  owners: readonly SchemaId[],
): Resolved {
  const [owner] = owners;
  if (owner === undefined) return { kind: "named", id };
  const leadsBack = (from: SchemaId) =>
    from === owner || reaches(scope, from, owner, ["part", "alternative"]);
  if (!leadsBack(id)) return { kind: "named", id };
  if (owners.includes(id)) return { kind: "inline", schema: true, owners };
  const schema = withoutAlternatives(scope.resolve(id).schema, leadsBack);
  return { kind: "inline", schema, owners: [...owners, id] };
}

function withoutAlternatives(schema: JsonSchema, leadsBack: (id: SchemaId) => boolean): JsonSchema {
  if (typeof schema === "boolean") return schema;
  const dropped = ["oneOf", "anyOf", "not", "dependentSchemas", "if", "then", "else"].filter(
    (keyword) => referencesOf({ [keyword]: schema[keyword] }).some(([id]) => leadsBack(id)),
  );
  if (dropped.some((keyword) => ["if", "then", "else"].includes(keyword))) {
    dropped.push("if", "then", "else");
  }
  if (dropped.includes("oneOf") || dropped.includes("anyOf")) dropped.push("discriminator");
  const kept: JsonSchemaObject = Object.fromEntries(
    Object.entries(schema).filter(([keyword]) => !dropped.includes(keyword)),
  );
  return schema.allOf === undefined
    ? kept
    : { ...kept, allOf: schema.allOf.map((part) => withoutAlternatives(part, leadsBack)) };
}
