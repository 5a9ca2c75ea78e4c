import { isObject } from "../../../load/pointer.ts";
import type { Located } from "../../../load/reference.ts";
import { patternOf } from "../values/patterns.ts";
import { evaluatesAllItems, evaluatesAllProperties, evaluationOf } from "./evaluated.ts";
import type { Part } from "./part.ts";
import { plainness } from "./plainness.ts";
import { below } from "./reader.ts";
import type { Shape } from "./shapes.ts";

/** A limit of a shape with the place it comes from. */
export interface Limit {
  readonly value: number;
  readonly exclusive: boolean;
  readonly at: Located;
}

/** All values of a keyword over the parts of a shape. */
export function keywordsIn({ parts }: Shape, name: string): readonly Located[] {
  const found: Located[] = [];
  for (const part of parts) {
    const keyword = part.get(name);
    if (keyword !== undefined) found.push(keyword);
  }
  return found;
}

/** The tightest of a keyword that bounds from below (`least`) or above; null where there is none. */
export function limitIn(
  shape: Shape,
  [name, exclusiveName]: readonly [name: string, exclusive?: string],
  bound: "least" | "most",
): Limit | null {
  const plain = keywordsIn(shape, name).map((at) => ({ at, exclusive: false }));
  const strict =
    exclusiveName === undefined
      ? []
      : keywordsIn(shape, exclusiveName).map((at) => ({ at, exclusive: true }));
  let best: Limit | null = null;
  for (const { at, exclusive } of [...plain, ...strict]) {
    if (typeof at.value !== "number") continue;
    const next = { value: at.value, exclusive, at };
    if (best === null || isTighter(next, best, bound)) best = next;
  }
  return best;
}

/** True when the first limit lets less in than the second. */
export function isTighter(a: Limit, b: Limit, bound: "least" | "most"): boolean {
  if (a.value === b.value) return a.exclusive && !b.exclusive;
  return bound === "least" ? a.value > b.value : a.value < b.value;
}

/** What a shape says about a property: the schemas that count, and whether it is named at all. */
export interface PropertyView {
  readonly schemas: readonly Located[];
  /** Place of the name in `properties`; null where no schema names it, or another one refuses it. */
  readonly named: Located | null;
  /** A closed object refuses it. */
  readonly forbiddenBy: Located | null;
  /** A schema for all other properties counts for it. */
  readonly isMapped: boolean;
}

/** What the parts of a shape say about one property. */
export function propertyIn(shape: Shape, name: string): PropertyView {
  const schemas: Located[] = [];
  let named: Located | null = null;
  let forbiddenBy: Located | null = null;
  let isMapped = false;
  for (const part of shape.parts) {
    const own = ownProperty(part, name);
    if (own !== null) {
      named ??= own;
      schemas.push(own);
    }
    const matching = patternsOf(part).filter(({ pattern }) => matches(pattern, name));
    schemas.push(...matching.map(({ schema }) => schema));
    if (matching.length > 0) isMapped = true;
    if (own !== null || matching.length > 0) continue;
    for (const rest of restOf(part, shape, name)) {
      const plain = plainness(part, rest);
      if (plain === "never") forbiddenBy ??= rest;
      else {
        isMapped ||= plain === "some";
        schemas.push(rest);
      }
    }
  }
  return { schemas, named: forbiddenBy === null ? named : null, forbiddenBy, isMapped };
}

function ownProperty(part: Part, name: string): Located | null {
  const properties = part.get("properties");
  if (properties === undefined || !isObject(properties.value)) return null;
  return Object.hasOwn(properties.value, name) ? below(properties, name) : null;
}

function matches(pattern: string, name: string): boolean {
  return patternOf(pattern)?.test(name) ?? false;
}

/** Schemas of a part for properties that it does not name. */
function restOf(part: Part, shape: Shape, name: string | null): readonly Located[] {
  const additional = part.get("additionalProperties");
  if (additional !== undefined) return [additional];
  const unevaluated = part.get("unevaluatedProperties");
  if (unevaluated === undefined) return [];
  const { always, perhaps } = evaluationOf(shape, part);
  if (perhaps.has("*") || always.some((one) => one !== part && evaluatesAllProperties(one)))
    return [];
  const isEvaluated =
    name !== null &&
    (always.some((one) => names(one, name)) ||
      perhaps.has(name) ||
      [...perhaps].some((entry) => isPattern(entry) && matches(entry.slice(1, -1), name)));
  return isEvaluated ? [] : [unevaluated];
}

function names(part: Part, name: string): boolean {
  return (
    ownProperty(part, name) !== null ||
    patternsOf(part).some(({ pattern }) => matches(pattern, name))
  );
}

function isPattern(entry: string): boolean {
  return entry.length > 1 && entry.startsWith("/") && entry.endsWith("/");
}

/** A pattern of property names and the schema of such properties. */
export interface PatternProperty {
  readonly pattern: string;
  readonly schema: Located;
}

/** The patterns of a part. */
export function patternsOf(part: Part): readonly PatternProperty[] {
  const all = part.get("patternProperties");
  if (all === undefined || !isObject(all.value)) return [];
  return Object.keys(all.value).map((pattern) => ({ pattern, schema: below(all, pattern) }));
}

/** How a shape treats properties that it does not name. */
export type Rest =
  | { readonly kind: "open" }
  | { readonly kind: "closed"; readonly at: Located }
  | { readonly kind: "map"; readonly schemas: readonly Located[]; readonly at: Located };

/** How the parts of a shape treat properties that none of them names. */
export function restIn(shape: Shape): Rest {
  const schemas: Located[] = [];
  for (const part of shape.parts)
    for (const at of restOf(part, shape, null)) {
      const plain = plainness(part, at);
      if (plain === "never") return { kind: "closed", at };
      if (plain === "some") schemas.push(at);
    }
  const [at] = schemas;
  return at === undefined ? { kind: "open" } : { kind: "map", schemas, at };
}

/** Names of all properties that the shape declares, in order. */
export function propertyNames({ parts }: Shape): readonly string[] {
  return [
    ...new Set(
      parts.flatMap((part) => {
        const value = part.get("properties")?.value;
        return isObject(value) ? Object.keys(value) : [];
      }),
    ),
  ];
}

/** Required names and where each is required. */
export function requiredIn(shape: Shape): ReadonlyMap<string, Located> {
  const required = new Map<string, Located>();
  for (const keyword of keywordsIn(shape, "required")) {
    if (!Array.isArray(keyword.value)) continue;
    for (const [index, name] of keyword.value.entries())
      if (typeof name === "string" && !required.has(name))
        required.set(name, below(keyword, index));
  }
  return required;
}

/** Schemas that count for the item at an index; `null` for those after every tuple. */
export function itemIn(shape: Shape, index: number | null): readonly Located[] {
  return shape.parts.flatMap((part) => {
    const item = ownItem(part, shape, index);
    return item === null ? [] : [item];
  });
}

/** True when no item can stand at the index. */
export function isItemForbidden(shape: Shape, index: number | null): boolean {
  return shape.parts.some((part) => {
    const item = ownItem(part, shape, index);
    return item !== null && plainness(part, item) === "never";
  });
}

function ownItem(part: Part, shape: Shape, index: number | null): Located | null {
  const tuple = part.get("prefixItems");
  if (tuple !== undefined && index !== null && index < lengthOf(tuple)) return below(tuple, index);
  const rest = part.get("items");
  if (rest !== undefined) return rest;
  const unevaluated = part.get("unevaluatedItems");
  if (unevaluated === undefined) return null;
  const { always, perhaps } = evaluationOf(shape, part);
  if (perhaps.has("[]") || always.some((one) => one !== part && evaluatesAllItems(one)))
    return null;
  const isEvaluated =
    index !== null &&
    (always.some((one) => index < lengthOf(one.get("prefixItems"))) ||
      [...perhaps].some((entry) => entry.startsWith("[") && index < Number(entry.slice(1))));
  return isEvaluated ? null : unevaluated;
}

function lengthOf(tuple: Located | undefined): number {
  return Array.isArray(tuple?.value) ? tuple.value.length : 0;
}

/** The longest tuple of a shape. */
export function tupleLength(shape: Shape): number {
  return Math.max(0, ...keywordsIn(shape, "prefixItems").map(lengthOf));
}
