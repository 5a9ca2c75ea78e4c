import type { Located } from "../../../load/reference.ts";
import type { SchemaDialect } from "../../tree.ts";
import { valueKey } from "../values/json.ts";
import { maskOfType, type TypeMask } from "./types.ts";

/** A keyword's value and where it stands. */
export type Keyword = Located;

/** Alternatives of `anyOf` or `oneOf`. */
export interface Union {
  readonly id: number;
  readonly kind: "any" | "one";
  readonly branches: readonly Located[];
  /** The schema object that holds the alternatives. */
  readonly holder: Part;
}

/** One schema object without what it refers to: keywords as 2020-12 writes them, whatever the dialect of the file. */
export interface Part {
  readonly id: number;
  readonly at: Located;
  /** True for the schema `false`. */
  readonly never: boolean;
  readonly types: TypeMask;
  /** Values of `enum` and `const`; null where there is no such keyword. */
  readonly values: readonly Located[] | null;
  /** A keyword of the rewritten schema; undefined where it is missing. */
  get(keyword: string): Keyword | undefined;
  /** Names of the keywords of the rewritten schema. */
  readonly keywords: readonly string[];
  /** Schemas that count as well: `$ref` and `allOf`. */
  readonly also: readonly Located[];
  readonly unions: readonly Union[];
  /** Reads another schema of the same side. */
  read(at: Located): Part;
  /** Why a part of the schema cannot be read; empty: all is read. */
  readonly opaque: string;
  /** The side that the schema belongs to. */
  readonly side: "old" | "new";
}

/** Keywords as read from a schema object: rewritten name → place and value. */
export type Keywords = ReadonlyMap<string, Keyword>;

/** Rewrites the keywords of a schema object from its dialect to those of 2020-12. */
export function keywordsOf({ file, pointer, value }: Located, dialect: SchemaDialect): Keywords {
  const raw = value as Readonly<Record<string, unknown>>;
  const keywords = new Map<string, Keyword>();
  const put = (name: string, from: string, content: unknown = raw[from]) =>
    keywords.set(name, { file, pointer: `${pointer}/${from}`, value: content });
  if (dialect !== "2020-12" && typeof raw.$ref === "string") {
    put("$ref", "$ref");
    return keywords;
  }
  for (const key of Object.keys(raw)) if (key.startsWith("x-") === false) put(key, key);
  if (Array.isArray(raw.items)) {
    put("prefixItems", "items");
    keywords.delete("items");
    if ("additionalItems" in raw) put("items", "additionalItems");
  }
  if (dialect === "openapi-3.0") rewriteOpenapi30(raw, keywords, put);
  if (dialect === "draft-07") rewriteDependencies(raw, put);
  return keywords;
}

type Put = (name: string, from: string, content?: unknown) => void;

function rewriteOpenapi30(
  raw: Readonly<Record<string, unknown>>,
  keywords: Map<string, Keyword>,
  put: Put,
): void {
  if (raw.nullable === true && typeof raw.type === "string")
    put("type", "type", [raw.type, "null"]);
  for (const [limit, exclusive] of [
    ["minimum", "exclusiveMinimum"],
    ["maximum", "exclusiveMaximum"],
  ] as const) {
    if (typeof raw[exclusive] !== "boolean") continue;
    keywords.delete(exclusive);
    if (raw[exclusive] !== true || typeof raw[limit] !== "number") continue;
    put(exclusive, limit);
    keywords.delete(limit);
  }
}

function rewriteDependencies(raw: Readonly<Record<string, unknown>>, put: Put): void {
  if (typeof raw.dependencies !== "object" || raw.dependencies === null) return;
  const all = Object.entries(raw.dependencies);
  const names = all.filter(([, value]) => Array.isArray(value));
  const schemas = all.filter(([, value]) => !Array.isArray(value));
  if (names.length > 0) put("dependentRequired", "dependencies", Object.fromEntries(names));
  if (schemas.length > 0) put("dependentSchemas", "dependencies", Object.fromEntries(schemas));
}

/** The mask of a schema's `type`. */
export function typesOfKeywords(keywords: Keywords): TypeMask {
  return maskOfType(keywords.get("type")?.value);
}

/** Values of `enum` and `const`, each with its place; null where neither is there. */
export function valuesOfKeywords(keywords: Keywords): readonly Located[] | null {
  const fixed = keywords.get("const");
  const listed = keywords.get("enum");
  if (listed === undefined || !Array.isArray(listed.value))
    return fixed === undefined ? null : [fixed];
  const { file, pointer } = listed;
  const all = listed.value.map((value: unknown, index) => ({
    file,
    pointer: `${pointer}/${index}`,
    value,
  }));
  if (fixed === undefined) return all;
  const key = valueKey(fixed.value);
  return all.filter(({ value }) => valueKey(value) === key);
}
