import { isRecord, mapSubschemas, type Schema, type SchemaObject } from "./json-schema.ts";
import type { Random } from "./random.ts";

/** How often, of a hundred places, one is rewritten. */
const often = 35;

/** The same schema, written differently: whatever was valid is valid. `hoist` keeps a schema elsewhere and refers to it. */
export function refactor(
  schema: Schema,
  random: Random,
  hoist: ((schema: Schema) => Schema) | null = null,
): Schema {
  const inner = isRecord(schema)
    ? mapSubschemas(schema, (one) => refactor(one, random, hoist))
    : schema;
  if (random.below(100) >= often) return isRecord(inner) ? shuffled(inner, random) : inner;
  const rewritten = random.pick(rewrites)(inner, random);
  return hoist !== null && random.oneIn(3) ? hoist(rewritten) : rewritten;
}

/** A root with its definitions renamed, new ones for parts of it, and every part rewritten at random. */
export function refactorRoot(root: SchemaObject, random: Random): SchemaObject {
  const { $defs = {}, ...rest } = root;
  const renamed = { A: `A${random.below(9)}`, B: `B${random.below(9)}x` };
  const extra: Record<string, Schema> = {};
  const hoist = (schema: Schema) => {
    const name = `Part${Object.keys(extra).length}`;
    extra[name] = schema;
    return { $ref: `#/$defs/${name}` };
  };
  const whole = refactor(rest, random, hoist);
  const definitions = Object.entries($defs as Record<string, Schema>).map(
    ([name, schema]) => [renamed[name as "A" | "B"], refactor(schema, random, hoist)] as const,
  );
  const all = Object.fromEntries([...definitions, ...Object.entries(extra)]);
  const written = {
    ...(isRecord(whole) ? whole : { allOf: [whole] }),
    ...(Object.keys(all).length > 0 ? { $defs: all } : {}),
  };
  const text = JSON.stringify(written)
    .replaceAll('"#/$defs/A"', `"#/$defs/${renamed.A}"`)
    .replaceAll('"#/$defs/B"', `"#/$defs/${renamed.B}"`);
  return JSON.parse(text) as SchemaObject;
}

type Rewrite = (schema: Schema, random: Random) => Schema;

const rewrites: readonly Rewrite[] = [
  (schema, random) => (isRecord(schema) ? shuffled(schema, random) : schema),
  (schema) => ({ allOf: [schema] }),
  (schema) => (schema === true ? {} : isRecord(schema) && isEmpty(schema) ? true : schema),
  (schema) =>
    isRecord(schema) ? { ...schema, description: "In other words.", title: "It" } : schema,
  splitAllOf,
  mergeAllOf,
  constOrEnum,
  nullAsBranch,
];

function isEmpty(schema: object): boolean {
  return Object.keys(schema).length === 0;
}

/** Another order of everything whose order says nothing. */
function shuffled(schema: SchemaObject, random: Random): SchemaObject {
  const entries = Object.entries(schema).map(([key, value]): [string, unknown] => {
    if (unordered.has(key) && Array.isArray(value)) return [key, shuffle(value, random)];
    if (maps.has(key) && isRecord(value))
      return [key, Object.fromEntries(shuffle(Object.entries(value), random))];
    return [key, value];
  });
  return Object.fromEntries(shuffle(entries, random));
}

const unordered: ReadonlySet<string> = new Set("required enum anyOf oneOf allOf type".split(" "));
const maps: ReadonlySet<string> = new Set(
  "properties patternProperties dependentRequired dependentSchemas $defs".split(" "),
);

/** A copy in random order. */
export function shuffle<T>(list: readonly T[], random: Random): T[] {
  const left = [...list];
  const mixed: T[] = [];
  while (left.length > 0) mixed.push(...left.splice(random.below(left.length), 1));
  return mixed;
}

/** Keywords that read each other and have to stay together. */
const together: readonly (readonly string[])[] = [
  ["properties", "patternProperties", "additionalProperties"],
  ["prefixItems", "items"],
  ["contains", "minContains", "maxContains"],
  ["if", "then", "else"],
];

/** Moves one keyword, with those that it belongs to, into an `allOf` branch. */
function splitAllOf(schema: Schema, random: Random): Schema {
  if (!isRecord(schema) || "allOf" in schema) return schema;
  // Which alternatives of a list are evaluated is compared branch by branch; that a moved keyword is the same is not seen.
  if (Object.keys(schema).some((key) => key.startsWith("unevaluated"))) return schema;
  const movable = Object.keys(schema).filter((key) => !/^(\$|unevaluated)/.test(key));
  if (movable.length < 2) return schema;
  const chosen = random.pick(movable);
  const group = together.find((keys) => keys.includes(chosen)) ?? [chosen];
  const parts = Object.entries(schema);
  return {
    ...Object.fromEntries(parts.filter(([key]) => !group.includes(key))),
    allOf: [Object.fromEntries(parts.filter(([key]) => group.includes(key)))],
  };
}

/** Takes in a branch that shares no keyword with the schema around it. */
function mergeAllOf(schema: Schema): Schema {
  if (!isRecord(schema) || !Array.isArray(schema.allOf) || schema.allOf.length !== 1) return schema;
  const { allOf, ...others } = schema;
  const branch = allOf[0] as Schema;
  if (!isRecord(branch) || "$ref" in branch) return schema;
  const groupsOf = (keys: readonly string[]) =>
    new Set(keys.map((key) => String(together.find((group) => group.includes(key)) ?? key)));
  const [around, inside] = [groupsOf(Object.keys(others)), groupsOf(Object.keys(branch))];
  const isApart = [...inside].every((group) => !around.has(group) && !/unevaluated/.test(group));
  return isApart ? { ...others, ...branch } : schema;
}

function constOrEnum(schema: Schema): Schema {
  if (!isRecord(schema)) return schema;
  if ("const" in schema && !("enum" in schema)) {
    const { const: only, ...others } = schema;
    return { ...others, enum: [only] };
  }
  if (Array.isArray(schema.enum) && schema.enum.length === 1 && !("const" in schema)) {
    const { enum: values, ...others } = schema;
    return { ...others, const: (values as unknown[])[0] };
  }
  return schema;
}

/** `type: [x, null]` as a choice. */
function nullAsBranch(schema: Schema): Schema {
  if (!isRecord(schema) || !Array.isArray(schema.type) || schema.type.length !== 2) return schema;
  const other = schema.type.find((type) => type !== "null");
  if (!schema.type.includes("null") || "enum" in schema || "const" in schema) return schema;
  const aboutAll = ["allOf", "anyOf", "oneOf", "not", "if", "$ref"];
  if (aboutAll.some((key) => key in schema)) return schema;
  // A range with nothing in it leaves `null` alone, which the list of types does not show: that is told as news.
  if (Object.keys(schema).some((key) => /^(m|exclusiveM)(ax|in)/i.test(key))) return schema;
  return { anyOf: [{ ...schema, type: other }, { type: "null" }] };
}
