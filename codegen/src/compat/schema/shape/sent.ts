import { isObject } from "../../../load/pointer.ts";
import type { Located } from "../../../load/reference.ts";
import { patternOf } from "../values/patterns.ts";
import { conditionalIn } from "./evaluated.ts";
import type { Part } from "./part.ts";
import { plainness } from "./plainness.ts";
import { below } from "./reader.ts";
import type { Shape } from "./shapes.ts";
import { type PatternProperty, patternsOf } from "./views.ts";

/*
 * Properties that values may have although `properties` does not describe them, because a schema speaks of them: it
 * requires them, something depends on them, or a condition describes them.
 */

/** What speaks of a property: schemas that its value fits then; none: it may be anything. */
export type Way = readonly Located[];

interface Spoken {
  /** Names that the shape requires, or on which something depends. */
  readonly named: ReadonlySet<string>;
  /** Schemas that count under conditions, with all that counts beside them. */
  readonly conditional: readonly Part[];
  /** Names that the conditional ones describe. */
  readonly described: ReadonlySet<string>;
}

const remembered = new WeakMap<Shape, Spoken>();

function spokenIn(shape: Shape): Spoken {
  let found = remembered.get(shape);
  if (found === undefined) {
    found = collect(shape);
    remembered.set(shape, found);
  }
  return found;
}

function collect({ parts }: Shape): Spoken {
  const own = new Set(parts);
  const conditional = new Set<Part>();
  const read = (part: Part, all: readonly Located[]) => {
    for (const at of all) if (!own.has(part.read(at))) conditional.add(part.read(at));
  };
  for (const part of parts) read(part, conditionalIn(part));
  for (const part of conditional) {
    const branches = part.unions.flatMap((union) => union.branches);
    read(part, [...part.also, ...branches, ...conditionalIn(part)]);
  }
  const named = [...parts, ...conditional].flatMap(namesIn);
  const described = [...conditional].flatMap((part) => {
    const properties = part.get("properties")?.value;
    return isObject(properties) ? Object.keys(properties) : [];
  });
  return {
    named: new Set(named),
    conditional: [...conditional],
    described: new Set(described),
  };
}

/** Names that a schema object requires, or on which something depends. */
function namesIn(part: Part): readonly string[] {
  const needs = part.get("dependentRequired")?.value;
  const schemas = part.get("dependentSchemas")?.value;
  const pairs = isObject(needs) ? Object.entries(needs) : [];
  return [
    ...textsOf(part.get("required")?.value),
    ...pairs.flatMap(([name, others]) => [name, ...textsOf(others)]),
    ...(isObject(schemas) ? Object.keys(schemas) : []),
  ];
}

function textsOf(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.filter((one) => typeof one === "string") : [];
}

/** Names that the shape speaks of without describing them for every value. */
export function sentNames(shape: Shape): readonly string[] {
  const { named, described } = spokenIn(shape);
  return [...named, ...described];
}

/** How a value of the shape may come to have a property that the shape itself does not describe; empty: it has none. */
export function waysOf(shape: Shape, name: string): readonly Way[] {
  const { named, conditional } = spokenIn(shape);
  const ways: Way[] = named.has(name) ? [[]] : [];
  for (const part of conditional) {
    const properties = part.get("properties");
    const isDescribed = isObject(properties?.value) && Object.hasOwn(properties.value, name);
    if (isDescribed && properties !== undefined) ways.push([below(properties, name)]);
    for (const { pattern, schema } of patternsOf(part))
      if (patternOf(pattern)?.test(name)) ways.push([schema]);
  }
  return [...ways, ...mapsIn(conditional).map((map) => [map])];
}

/** Patterns and maps (as the pattern of any name) that count under conditions. */
export function conditionalPatterns(shape: Shape): readonly PatternProperty[] {
  const { conditional } = spokenIn(shape);
  return [
    ...conditional.flatMap(patternsOf),
    ...mapsIn(conditional).map((schema) => ({ pattern: "", schema })),
  ];
}

function mapsIn(parts: readonly Part[]): readonly Located[] {
  return parts.flatMap((part) =>
    ["additionalProperties", "unevaluatedProperties"].flatMap((keyword) => {
      const map = part.get(keyword);
      return map !== undefined && plainness(part, map) === "some" ? [map] : [];
    }),
  );
}
