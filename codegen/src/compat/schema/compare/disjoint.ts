import { accepts } from "../shape/accepts.ts";
import type { Shape, Shapes } from "../shape/shapes.ts";
import { numberTypes, typeBits } from "../shape/types.ts";
import { isTighter, keywordsIn, limitIn, propertyIn, requiredIn } from "../shape/views.ts";
import { isImpossible, type TextLimit } from "../values/patterns.ts";
import { valuesOfShape } from "./likeness.ts";

/** How deep properties of properties are looked into. */
const deepest = 3;

/** True when it is proved that no value fits both. */
export function areDisjoint(shapes: Shapes, a: Shape, b: Shape): boolean {
  return areApart(shapes, a, b, 0);
}

function areApart(shapes: Shapes, a: Shape, b: Shape, depth: number): boolean {
  const shared = shapes.types(a) & shapes.types(b);
  if (shared === 0) return true;
  if (areValuesApart(shapes, a, b) || areValuesApart(shapes, b, a)) return true;
  switch (shared) {
    case typeBits.string:
      return areTextsApart(a, b);
    case typeBits.array:
      return isCrossed(a, b, ["minItems"], ["maxItems"]);
    case typeBits.object:
      return (
        isCrossed(a, b, ["minProperties"], ["maxProperties"]) ||
        (depth < deepest && areObjectsApart(shapes, a, b, depth))
      );
    default:
      return (
        (shared & ~numberTypes) === 0 &&
        isCrossed(a, b, ["minimum", "exclusiveMinimum"], ["maximum", "exclusiveMaximum"])
      );
  }
}

/** True when one shape has few values, and the other one takes none of them. */
function areValuesApart(shapes: Shapes, few: Shape, other: Shape): boolean {
  const values = valuesOfShape(few);
  return values?.every((value) => accepts(shapes, other, value) === false) ?? false;
}

type Names = readonly [name: string, exclusive?: string];

function isCrossed(a: Shape, b: Shape, least: Names, most: Names): boolean {
  return [
    [a, b],
    [b, a],
  ].some(([low, high]) => {
    const min = low === undefined ? null : limitIn(low, least, "least");
    const max = high === undefined ? null : limitIn(high, most, "most");
    if (min === null || max === null) return false;
    return min.value === max.value ? min.exclusive || max.exclusive : isTighter(min, max, "least");
  });
}

function areTextsApart(a: Shape, b: Shape): boolean {
  if (isCrossed(a, b, ["minLength"], ["maxLength"])) return true;
  const [left, right] = [patternsIn(a), patternsIn(b)];
  if (left.length === 0 || right.length === 0) return false;
  const result = isImpossible([...left, ...right]);
  return "decided" in result && result.decided;
}

function patternsIn(shape: Shape): readonly TextLimit[] {
  return keywordsIn(shape, "pattern").flatMap(({ value }) =>
    typeof value === "string" ? [{ kind: "pattern", pattern: value } as const] : [],
  );
}

/** True when a property that one of the two requires cannot be there in both. */
function areObjectsApart(shapes: Shapes, a: Shape, b: Shape, depth: number): boolean {
  const required = new Set([...requiredIn(a).keys(), ...requiredIn(b).keys()]);
  return [...required].some((name) => {
    const [x, y] = [propertyIn(a, name), propertyIn(b, name)];
    if (x.forbiddenBy !== null || y.forbiddenBy !== null) return true;
    const left = shapes.of(x.schemas, a.parts[0]?.side ?? "old");
    const right = shapes.of(y.schemas, b.parts[0]?.side ?? "new");
    return areApart(shapes, left, right, depth + 1);
  });
}
