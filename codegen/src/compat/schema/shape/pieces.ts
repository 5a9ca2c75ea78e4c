import { accepts } from "./accepts.ts";
import { liveTypes } from "./live-types.ts";
import type { Shape, Shapes } from "./shapes.ts";
import { typeBits, typeGroups, typeNames } from "./types.ts";
import { type Limit, limitIn, propertyIn, propertyNames, requiredIn } from "./views.ts";

/** A schema that cuts a piece out of a shape. */
export type Cut = Readonly<Record<string, unknown>>;

/** More pieces than that are not looked at. */
const mostPieces = 24;

/** How deep properties of properties are cut. */
const deepest = 2;

/**
 * Cuts that together leave nothing of a shape out, made where others have their limits: each piece lies within such a
 * limit or outside of it. Empty where the others give no reason to cut.
 */
export function cutsOf(shapes: Shapes, shape: Shape, others: readonly Shape[]): readonly Cut[] {
  return cut(shapes, shape, others, 0);
}

function cut(
  shapes: Shapes,
  shape: Shape,
  others: readonly Shape[],
  depth: number,
): readonly Cut[] {
  const found =
    byType(shapes, shape, others) ?? byValue(shapes, shape, others) ?? byLimit(shape, others);
  if (found !== null && found.length > 1 && found.length <= mostPieces) return found;
  return depth === deepest ? [] : byProperty(shapes, shape, others, depth);
}

/** By types, where another shape takes only some of them. */
function byType(shapes: Shapes, shape: Shape, others: readonly Shape[]): readonly Cut[] | null {
  const types = liveTypes(shapes, shape);
  const groups = [typeBits.null, ...typeGroups].filter((group) => (types & group) !== 0);
  const isPartly = (mask: number) =>
    others.some((other) => {
      const shared = liveTypes(shapes, other) & types & mask;
      return shared !== 0 && shared !== (types & mask);
    });
  if (groups.length > 1)
    return isPartly(types) ? groups.map((group) => ({ type: typeNames(namesOf(group)) })) : null;
  const isBoth = types === (typeBits.integer | typeBits.fraction);
  if (!isBoth || !isPartly(types)) return null;
  return [{ type: "integer" }, { type: "number", not: { type: "integer" } }];
}

function namesOf(group: number): number {
  return group === typeBits.fraction ? typeBits.integer | typeBits.fraction : group;
}

/** By fixed values, of which another shape takes only some. */
function byValue(shapes: Shapes, shape: Shape, others: readonly Shape[]): readonly Cut[] | null {
  const values = valuesIn(shapes, shape);
  if (values === null || values.length < 2) return null;
  const isPartly = others.some((other) => {
    const taken = values.filter((value) => accepts(shapes, other, value) !== false).length;
    return taken > 0 && taken < values.length;
  });
  return isPartly ? values.map((value) => ({ const: value })) : null;
}

function valuesIn(shapes: Shapes, shape: Shape): readonly unknown[] | null {
  const listed = shape.parts.find(({ values }) => values !== null)?.values;
  if (listed) return listed.map(({ value }) => value);
  return liveTypes(shapes, shape) === typeBits.boolean ? [true, false] : null;
}

interface Dimension {
  readonly least: readonly [string, string?];
  readonly most: readonly [string, string?];
}

const dimensions: readonly Dimension[] = [
  { least: ["minimum", "exclusiveMinimum"], most: ["maximum", "exclusiveMaximum"] },
  { least: ["minLength"], most: ["maxLength"] },
  { least: ["minItems"], most: ["maxItems"] },
  { least: ["minProperties"], most: ["maxProperties"] },
];

/** A place between two numbers: right before or right after a value. */
interface Edge {
  readonly value: number;
  readonly isAfter: boolean;
}

/** At the limits that others have inside of the range of the shape. */
function byLimit(shape: Shape, others: readonly Shape[]): readonly Cut[] | null {
  for (const { least, most } of dimensions) {
    const isCount = least[1] === undefined;
    const [min, max] = [limitIn(shape, least, "least"), limitIn(shape, most, "most")];
    const edges = others
      .flatMap((other) => {
        const [low, high] = [limitIn(other, least, "least"), limitIn(other, most, "most")];
        return [
          ...(low === null ? [] : [{ value: low.value, isAfter: low.exclusive }]),
          ...(high === null ? [] : [{ value: high.value, isAfter: !high.exclusive }]),
        ];
      })
      .map((edge) => (isCount && edge.isAfter ? { value: edge.value + 1, isAfter: false } : edge))
      .filter((edge) => isInside(edge, isCount && min === null ? zero : min, max))
      .sort((a, b) => a.value - b.value || Number(a.isAfter) - Number(b.isAfter))
      .filter((edge, i, all) => i === 0 || !isSame(edge, all[i - 1]));
    if (edges.length === 0) continue;
    const ends = [null, ...edges, null];
    return ends.slice(1).map((to, i) => ({
      ...lower(ends[i] ?? null, least),
      ...upper(to, most),
    }));
  }
  return null;
}

const zero = { value: 0, exclusive: false };

type Bound = Pick<Limit, "value" | "exclusive"> | null;

/** True when a range has values on both sides of an edge. */
function isInside({ value, isAfter }: Edge, min: Bound, max: Bound): boolean {
  const below =
    min === null || value > min.value || (value === min.value && isAfter && !min.exclusive);
  const above =
    max === null || value < max.value || (value === max.value && !isAfter && !max.exclusive);
  return below && above;
}

function isSame(a: Edge, b: Edge | undefined): boolean {
  return a.value === b?.value && a.isAfter === b.isAfter;
}

function lower(edge: Edge | null, [plain, exclusive]: Dimension["least"]): Cut {
  if (edge === null) return {};
  return { [edge.isAfter && exclusive !== undefined ? exclusive : plain]: edge.value };
}

function upper(edge: Edge | null, [plain, exclusive]: Dimension["most"]): Cut {
  if (edge === null) return {};
  if (edge.isAfter) return { [plain]: edge.value };
  return exclusive === undefined ? { [plain]: edge.value - 1 } : { [exclusive]: edge.value };
}

/** By what a property may be, and whether it is there. */
function byProperty(
  shapes: Shapes,
  shape: Shape,
  others: readonly Shape[],
  depth: number,
): readonly Cut[] {
  if (liveTypes(shapes, shape) !== typeBits.object) return [];
  const inner = (one: Shape, name: string): Shape =>
    shapes.of(propertyIn(one, name).schemas, one.parts[0]?.side ?? "old");
  for (const name of propertyNames(shape)) {
    const describing = others.filter((other) => propertyNames(other).includes(name));
    const cuts = cut(
      shapes,
      inner(shape, name),
      describing.map((other) => inner(other, name)),
      depth + 1,
    );
    if (cuts.length === 0 || cuts.length >= mostPieces) continue;
    const present = cuts.map((one) => ({ properties: { [name]: one } }));
    return requiredIn(shape).has(name)
      ? present
      : [
          ...present.map((one) => ({ ...one, required: [name] })),
          { properties: { [name]: false } },
        ];
  }
  return [];
}
