import type { JsonSchema, JsonSchemaObject, SchemaId } from "../model/model.ts";
import {
  declaredTypes,
  type JsonType,
  jsonTypes,
  literalsOf,
  schemaMapOf,
  schemasOf,
  stringsOf,
  typeOfValue,
} from "./keywords.ts";
import type { SchemaScope } from "./scope.ts";

/** A property whose value tells the branches of a union apart. */
export interface Discriminator {
  /** Name of the property. */
  readonly property: string;
  /** Per branch, in order: the values that choose it. */
  readonly tags: readonly (readonly string[])[];
  /** Per branch: whether its own schema already fixes the property to these values. */
  readonly pinned: readonly boolean[];
}

/** The JSON types a value of this schema can have, as far as `type`, `const`, `enum` and references tell. */
export function possibleTypes(
  schema: JsonSchema,
  scope: SchemaScope,
  seen: readonly SchemaId[] = [],
): ReadonlySet<JsonType> {
  if (typeof schema === "boolean") return new Set(schema ? jsonTypes : []);
  const types = declaredTypes(schema)?.map((type) => (type === "integer" ? "number" : type));
  let possible: ReadonlySet<string> = new Set(types ?? jsonTypes);
  const literals = literalsOf(schema);
  if (literals !== undefined) possible = new Set(literals.map(typeOfValue));
  const narrow = (other: ReadonlySet<string>) => {
    possible = new Set([...possible].filter((type) => other.has(type)));
  };
  if (schema.$ref !== undefined && !seen.includes(schema.$ref)) {
    narrow(possibleTypes(scope.resolve(schema.$ref).schema, scope, [...seen, schema.$ref]));
  }
  for (const part of schemasOf(schema, "allOf")) narrow(possibleTypes(part, scope, seen));
  for (const keyword of ["anyOf", "oneOf"]) {
    const branches = schemasOf(schema, keyword);
    if (branches.length === 0) continue;
    narrow(new Set(branches.flatMap((branch) => [...possibleTypes(branch, scope, seen)])));
  }
  return new Set(jsonTypes.filter((type) => possible.has(type)));
}

/** What a schema, with its references and parts, says of one property. */
interface PropertyFacts {
  /** Strings it is fixed to; undefined: not fixed. */
  readonly values: readonly string[] | undefined;
  readonly required: boolean;
}

/** Looks a property up through `$ref` and `allOf`. */
export function propertyFacts(
  schema: JsonSchema,
  property: string,
  scope: SchemaScope,
  seen: readonly SchemaId[] = [],
): PropertyFacts {
  if (typeof schema === "boolean") return { values: undefined, required: false };
  const found: PropertyFacts[] = schemasOf(schema, "allOf").map((part) =>
    propertyFacts(part, property, scope, seen),
  );
  if (schema.$ref !== undefined && !seen.includes(schema.$ref)) {
    const target = scope.resolve(schema.$ref).schema;
    found.push(propertyFacts(target, property, scope, [...seen, schema.$ref]));
  }
  const own = schemaMapOf(schema, "properties").find(([name]) => name === property)?.[1];
  found.push({
    values: own === undefined ? undefined : fixedStrings(own, scope),
    required: stringsOf(schema.required).includes(property),
  });
  const fixed = found.flatMap(({ values }) => (values === undefined ? [] : [values]));
  return {
    required: found.some(({ required }) => required),
    values:
      fixed.length === 0
        ? undefined
        : fixed.reduce((all, values) => all.filter((value) => values.includes(value))),
  };
}

function fixedStrings(
  schema: JsonSchema,
  scope: SchemaScope,
  seen: readonly SchemaId[] = [],
): readonly string[] | undefined {
  if (typeof schema === "boolean") return undefined;
  const literals = literalsOf(schema);
  if (literals !== undefined) {
    return literals.every((value) => typeof value === "string") ? literals : undefined;
  }
  if (schema.$ref === undefined || seen.includes(schema.$ref)) return undefined;
  return fixedStrings(scope.resolve(schema.$ref).schema, scope, [...seen, schema.$ref]);
}

/** The discriminator of a union: the declared one, else a required property that each branch fixes differently. */
export function discriminatorOf(
  schema: JsonSchemaObject,
  branches: readonly JsonSchema[],
  scope: SchemaScope,
): Discriminator | null {
  return declaredDiscriminator(schema, branches, scope) ?? inferred(branches, scope);
}

/** The discriminator that the contract declares for a union; null if it does not tell all branches apart. */
export function declaredDiscriminator(
  schema: JsonSchemaObject,
  branches: readonly JsonSchema[],
  scope: SchemaScope,
): Discriminator | null {
  const { discriminator } = schema;
  const property =
    typeof discriminator === "string"
      ? discriminator
      : isRecord(discriminator) && typeof discriminator.propertyName === "string"
        ? discriminator.propertyName
        : null;
  if (property === null) return null;
  const mapping =
    isRecord(discriminator) && isRecord(discriminator.mapping) ? discriminator.mapping : {};
  const facts = branches.map((branch) => propertyFacts(branch, property, scope).values);
  const tags = branches.map((branch, index) => {
    const id = typeof branch === "boolean" ? undefined : branch.$ref;
    const mapped = Object.entries(mapping)
      .filter(([, target]) => id !== undefined && pointsTo(target, id))
      .map(([tag]) => tag);
    const values = facts[index];
    const agreed = values === undefined ? mapped : mapped.filter((tag) => values.includes(tag));
    if (agreed.length > 0) return agreed;
    if (values !== undefined && (values.length === 1 || id === undefined)) return values;
    const name = id === undefined ? undefined : lastToken(id);
    if (name === undefined) return [];
    return values === undefined || values.includes(name) ? [name] : values;
  });
  if (!areDistinct(tags)) return null;
  const pinned = tags.map((values, index) => facts[index]?.length === values.length);
  return { property, tags, pinned };
}

function inferred(branches: readonly JsonSchema[], scope: SchemaScope): Discriminator | null {
  for (const property of propertyNames(branches[0], scope)) {
    const facts = branches.map((branch) => propertyFacts(branch, property, scope));
    const tags = facts.map(({ values, required }) => (required ? (values ?? []) : []));
    if (areDistinct(tags)) return { property, tags, pinned: tags.map(() => true) };
  }
  return null;
}

function propertyNames(
  schema: JsonSchema | undefined,
  scope: SchemaScope,
  seen: readonly SchemaId[] = [],
): readonly string[] {
  if (schema === undefined || typeof schema === "boolean") return [];
  const { $ref } = schema;
  return [
    ...schemaMapOf(schema, "properties").map(([name]) => name),
    ...schemasOf(schema, "allOf").flatMap((part) => propertyNames(part, scope, seen)),
    ...($ref === undefined || seen.includes($ref)
      ? []
      : propertyNames(scope.resolve($ref).schema, scope, [...seen, $ref])),
  ];
}

function areDistinct(tags: readonly (readonly string[])[]): boolean {
  const all = tags.flat();
  return tags.every((values) => values.length > 0) && new Set(all).size === all.length;
}

/** A mapping names a schema by id, by the end of its reference, or by its bare name. */
function pointsTo(target: unknown, id: SchemaId): boolean {
  if (typeof target !== "string") return false;
  if (target === id || target === lastToken(id)) return true;
  const at = target.indexOf("#");
  if (at === -1)
    return target.replace(/^\.\//, "") !== "" && id.endsWith(target.replace(/^\.\//, ""));
  const file = target.slice(0, at).replace(/^(?:\.\.?\/)+/, "");
  return (
    id.endsWith(target.slice(at)) && (file === "" || id.slice(0, id.indexOf("#")).endsWith(file))
  );
}

function lastToken(id: SchemaId): string {
  const token = id.slice(Math.max(id.lastIndexOf("/"), id.lastIndexOf("#")) + 1);
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Branches of a union that can be told apart from the others by the JSON type of the value alone. */
export interface UnionGroup {
  readonly types: ReadonlySet<JsonType>;
  /** Indices of the branches. */
  readonly branches: readonly number[];
}

/** Groups the branches so that groups share no JSON type. */
export function groupByType(
  branches: readonly JsonSchema[],
  scope: SchemaScope,
): readonly UnionGroup[] {
  let groups: UnionGroup[] = [];
  branches.forEach((branch, index) => {
    const types = possibleTypes(branch, scope);
    const touching = groups.filter((group) => [...group.types].some((type) => types.has(type)));
    groups = [
      ...groups.filter((group) => !touching.includes(group)),
      {
        types: new Set([...touching.flatMap((group) => [...group.types]), ...types]),
        branches: [...touching.flatMap((group) => group.branches), index].sort((a, b) => a - b),
      },
    ];
  });
  return groups;
}
