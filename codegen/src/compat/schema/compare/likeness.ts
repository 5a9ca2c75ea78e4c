import { isObject } from "../../../load/pointer.ts";
import type { Located } from "../../../load/reference.ts";
import type { Shape, Shapes } from "../shape/shapes.ts";
import { propertyIn, propertyNames } from "../shape/views.ts";
import { valueKey } from "../values/json.ts";
import { sharedTraits, traitsOf } from "./traits.ts";

/** What alternatives are recognised by. */
export interface Features {
  /** Property → keys of the values that it is fixed to. */
  readonly tags: ReadonlyMap<string, ReadonlySet<string>>;
  readonly names: ReadonlySet<string>;
  /** Name of the component, or the title. */
  readonly name: string;
  readonly types: number;
  /** What tells alternatives without tags and names apart. */
  readonly traits: ReadonlySet<string>;
}

/** Features of an alternative. */
export function featuresOf(shapes: Shapes, shape: Shape, at: Located | null): Features {
  const names = propertyNames(shape);
  const tags = new Map<string, ReadonlySet<string>>();
  for (const name of names) {
    const values = valuesOfProperty(shapes, shape, name);
    if (values !== null && values.size <= 20) tags.set(name, values);
  }
  return {
    tags,
    names: new Set(names),
    name: nameOf(at),
    types: shapes.types(shape),
    traits: traitsOf(shapes, shape),
  };
}

function nameOf(at: Located | null): string {
  const value = at?.value;
  if (!isObject(value)) return "";
  if (typeof value.$ref === "string") return value.$ref.slice(value.$ref.lastIndexOf("/") + 1);
  return typeof value.title === "string" ? value.title : "";
}

function valuesOfProperty(shapes: Shapes, shape: Shape, name: string): ReadonlySet<string> | null {
  const [side] = shape.parts;
  const inner = shapes.of(propertyIn(shape, name).schemas, side?.side ?? "old");
  const values = valuesOfShape(inner);
  return values === null ? null : new Set(values.map(valueKey));
}

/** The values that a schema of the shape lists; null where none does. */
export function valuesOfShape({ parts }: Shape): readonly unknown[] | null {
  const listed = parts.find(({ values }) => values !== null)?.values;
  return listed?.map(({ value }) => value) ?? null;
}

/** How alike two alternatives are; negative when they cannot be the same. */
export function likeness(a: Features, b: Features): number {
  if ((a.types & b.types) === 0) return -2;
  let score = 0;
  for (const [name, values] of a.tags) {
    const others = b.tags.get(name);
    if (others === undefined) continue;
    if (![...values].some((value) => others.has(value))) return -1;
    if (values.size === 1) score += 10;
  }
  if (a.name !== "" && a.name === b.name) score += 8;
  const shared = [...a.names].filter((name) => b.names.has(name)).length;
  const all = a.names.size + b.names.size - shared;
  return score + (all === 0 ? 0.5 : (5 * shared) / all) + 4 * sharedTraits(a.traits, b.traits);
}
