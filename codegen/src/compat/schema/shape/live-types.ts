import { isIntegerFormat } from "../values/formats.ts";
import { accepts } from "./accepts.ts";
import type { Shape, Shapes } from "./shapes.ts";
import { numberTypes, type TypeMask, typeBits } from "./types.ts";
import {
  isItemForbidden,
  isTighter,
  keywordsIn,
  type Limit,
  limitIn,
  propertyIn,
  requiredIn,
} from "./views.ts";

const remembered = new WeakMap<Shape, TypeMask>();

/** Types of which the shape accepts a value, as far as that can be told: never too few. */
export function liveTypes(shapes: Shapes, shape: Shape): TypeMask {
  let types = remembered.get(shape);
  if (types === undefined) {
    types = live(shapes, shape);
    remembered.set(shape, types);
  }
  return types;
}

function live(shapes: Shapes, shape: Shape): TypeMask {
  let types = shapes.types(shape);
  const drop = (bits: TypeMask, isDead: () => boolean) => {
    if ((types & bits) !== 0 && isDead()) types &= ~bits;
  };
  const refuses = (value: unknown) => accepts(shapes, shape, value) === false;
  drop(typeBits.null, () => refuses(null));
  drop(typeBits.boolean, () => refuses(true) && refuses(false));
  drop(
    typeBits.fraction,
    () =>
      keywordsIn(shape, "multipleOf").some(({ value }) => Number.isInteger(value)) ||
      keywordsIn(shape, "format").some(({ value }) => isIntegerFormat(String(value))),
  );
  drop(numberTypes, () =>
    isCrossed(
      limitIn(shape, ["minimum", "exclusiveMinimum"], "least"),
      limitIn(shape, ["maximum", "exclusiveMaximum"], "most"),
    ),
  );
  drop(typeBits.string, () =>
    isCrossed(limitIn(shape, ["minLength"], "least"), limitIn(shape, ["maxLength"], "most")),
  );
  drop(
    typeBits.array,
    () =>
      isCrossed(limitIn(shape, ["minItems"], "least"), limitIn(shape, ["maxItems"], "most")) ||
      lacksItems(shape),
  );
  drop(
    typeBits.object,
    () =>
      isCrossed(
        limitIn(shape, ["minProperties"], "least"),
        limitIn(shape, ["maxProperties"], "most"),
      ) || lacksProperty(shape),
  );
  return types;
}

function isCrossed(least: Limit | null, most: Limit | null): boolean {
  if (least === null || most === null) return false;
  if (least.value === most.value) return least.exclusive || most.exclusive;
  return isTighter(least, most, "least");
}

function lacksItems(shape: Shape): boolean {
  const least = limitIn(shape, ["minItems"], "least")?.value ?? 0;
  for (let index = 0; index < Math.min(least, 50); index += 1)
    if (isItemForbidden(shape, index)) return true;
  return false;
}

function lacksProperty(shape: Shape): boolean {
  return [...requiredIn(shape).keys()].some((name) => {
    const { forbiddenBy, schemas } = propertyIn(shape, name);
    return forbiddenBy !== null || schemas.some(({ value }) => value === false);
  });
}
