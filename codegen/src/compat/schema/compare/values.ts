import type { Located } from "../../../load/reference.ts";
import { accepts } from "../shape/accepts.ts";
import { liveTypes } from "../shape/live-types.ts";
import type { Shape, Shapes } from "../shape/shapes.ts";
import { allTypes, typeBits, typeNames } from "../shape/types.ts";
import { keywordsIn } from "../shape/views.ts";
import { shown, valueKey } from "../values/json.ts";
import { placeIn, placeOf, placeOfShape, type Scene } from "./scene.ts";

/** A fixed value; without a place where its type alone allows it. */
interface Fixed {
  readonly key: string;
  readonly value: unknown;
  readonly at: Located | null;
  /** False where it cannot be told whether the value is accepted. */
  readonly isSure?: boolean;
}

/** Types and fixed values; true when that says all there is to say. */
export function compareTypesAndValues(scene: Scene): boolean {
  const old = fixedValues(scene.shapes, scene.old);
  const now = fixedValues(scene.shapes, scene.now);
  if (old !== null && now !== null) {
    compareFixed(scene, old, now);
    return areSure(old) && areSure(now);
  }
  const isDisjoint = compareTypes(scene, old, now);
  if (isDisjoint || (old === null && now === null)) return isDisjoint;
  compareFew(scene, old, now);
  return true;
}

function compareFew(
  scene: Scene,
  old: readonly Fixed[] | null,
  now: readonly Fixed[] | null,
): void {
  if (old !== null) freed(scene, old);
  if (now !== null) fixed(scene, now);
}

/** Fixed values that are left once only some types are looked at; true when they say all there is to say. */
export function compareGroupValues(scene: Scene): boolean {
  const old = fixedValues(scene.shapes, scene.old);
  const now = fixedValues(scene.shapes, scene.now);
  if (old === null && now === null) return false;
  if (old !== null && now !== null) {
    compareFixed(scene, old, now);
    return areSure(old) && areSure(now);
  }
  compareFew(scene, old, now);
  return true;
}

function areSure(values: readonly Fixed[]): boolean {
  return values.every(({ isSure }) => isSure !== false);
}

/** All values of a shape that has few; null for one that has many. */
export function fixedValues(shapes: Shapes, shape: Shape): readonly Fixed[] | null {
  const types = liveTypes(shapes, shape);
  const lists = shape.parts.flatMap(({ values }) => (values === null ? [] : [values]));
  const [first] = lists;
  const candidates: readonly Fixed[] | null =
    first !== undefined
      ? first.map((at) => ({ key: valueKey(at.value), value: at.value, at }))
      : (types & ~(typeBits.null | typeBits.boolean)) === 0
        ? [null, false, true].map((value) => ({ key: valueKey(value), value, at: null }))
        : null;
  if (candidates === null) return null;
  const unique = new Map(candidates.map((one) => [one.key, one]));
  return [...unique.values()].flatMap((one) => {
    const verdict = accepts(shapes, shape, one.value);
    return verdict === false ? [] : [{ ...one, isSure: verdict === true }];
  });
}

function compareFixed(scene: Scene, old: readonly Fixed[], now: readonly Fixed[]): void {
  const before = new Set(old.map(({ key }) => key));
  const after = new Set(now.map(({ key }) => key));
  const gone = old.filter(({ key }) => !after.has(key));
  const come = now.filter(({ key }) => !before.has(key));
  const [from, to] = [gone[0], come[0]];
  if (old.length === 1 && now.length === 1 && from !== undefined && to !== undefined) {
    scene.change({
      kind: "const-changed",
      message: `the fixed value of % went from \`${shown(from.value)}\` to \`${shown(to.value)}\``,
      old: placeOfFixed(scene.old, from),
      now: placeOfFixed(scene.now, to),
    });
    return;
  }
  for (const one of gone) removedValue(scene, one);
  for (const one of come) addedValue(scene, one);
}

function placeOfFixed(shape: Shape, { at }: Fixed) {
  return at === null ? placeIn(shape, keywordsIn(shape, "type")[0]) : placeOf(at, "value");
}

function listPlace(shape: Shape) {
  return placeIn(
    shape,
    keywordsIn(shape, "enum")[0] ?? keywordsIn(shape, "const")[0] ?? keywordsIn(shape, "type")[0],
  );
}

function removedValue(scene: Scene, one: Fixed): void {
  const places = { old: placeOfFixed(scene.old, one), now: listPlace(scene.now) };
  if (one.value === null)
    scene.change({ kind: "no-longer-nullable", message: "% may no longer be null", ...places });
  else
    scene.change({
      kind: "enum-value-removed",
      message: `% may no longer be \`${shown(one.value)}\``,
      detail: shown(one.value),
      ...places,
    });
}

function addedValue(scene: Scene, one: Fixed): void {
  const places = { old: listPlace(scene.old), now: placeOfFixed(scene.now, one) };
  if (one.value === null)
    scene.change({ kind: "became-nullable", message: "% may now be null", ...places });
  else
    scene.change({
      kind: "enum-value-added",
      message: `% may now also be \`${shown(one.value)}\``,
      detail: shown(one.value),
      ...places,
    });
}

/** True and false, each on its own. */
export function compareBooleans(scene: Scene): void {
  for (const value of [true, false]) {
    const [old, now] = [scene.old, scene.now].map((shape) => accepts(scene.shapes, shape, value));
    const one = { key: valueKey(value), value, at: null };
    if (old !== false && now === false) removedValue(scene, one);
    if (old === false && now !== false) addedValue(scene, one);
  }
}

function listed(values: readonly Fixed[]): string {
  return values
    .slice(0, 5)
    .map(({ value }) => `\`${shown(value)}\``)
    .join(", ");
}

/** The old shape had few values, the new one has many. */
function freed(scene: Scene, old: readonly Fixed[]): void {
  if (old.length === 0) emptied(scene, "old");
  judge(scene, old, "new");
  const values = old.filter(({ value }) => value !== null);
  if (values.length === 0) return;
  scene.change({
    kind: values.length === 1 ? "const-removed" : "enum-removed",
    message: `% is no longer limited to ${listed(values)}`,
    old: listPlace(scene.old),
    now: placeIn(scene.now, keywordsIn(scene.now, "type")[0]),
  });
}

/** The new shape has few values, the old one had many. */
function fixed(scene: Scene, now: readonly Fixed[]): void {
  if (now.length === 0) emptied(scene, "new");
  judge(scene, now, "old");
  const values = now.filter(({ value }) => value !== null);
  if (values.length === 0) return;
  scene.change({
    kind: values.length === 1 ? "const-added" : "enum-added",
    message: `% is now limited to ${listed(values)}`,
    old: placeIn(scene.old, keywordsIn(scene.old, "type")[0]),
    now: listPlace(scene.now),
  });
}

/** Holds the fixed values of one side against the other side. That `null` is refused shows in the types. */
function judge(scene: Scene, values: readonly Fixed[], by: "old" | "new"): void {
  const other = by === "old" ? scene.old : scene.now;
  for (const one of values) {
    const verdict = accepts(scene.shapes, other, one.value);
    if (verdict === true || (verdict === false && one.value === null)) continue;
    if (verdict === null) undecidedValue(scene, one, by);
    else if (by === "new") removedValue(scene, one);
    else addedValue(scene, one);
  }
}

function undecidedValue(scene: Scene, one: Fixed, by: "old" | "new"): void {
  scene.change({
    kind: "value-undecided",
    message: `whether % ${by === "old" ? "could" : "can still"} be \`${shown(one.value)}\` cannot be computed`,
    old: by === "old" ? placeOfShape(scene.old) : placeOfFixed(scene.old, one),
    now: by === "old" ? placeOfFixed(scene.now, one) : placeOfShape(scene.now),
    detail: shown(one.value),
  });
}

/** One side has fixed values of which the rest of it accepts none. */
function emptied(scene: Scene, side: "old" | "new"): void {
  scene.change({
    kind: side === "old" ? "value-allowed" : "value-forbidden",
    message: side === "old" ? "% can now be given" : "% can no longer have any value",
    old: listPlace(scene.old),
    now: listPlace(scene.now),
  });
}

/** Compares types; true when no type is left in common. */
function compareTypes(
  scene: Scene,
  oldFixed: readonly Fixed[] | null,
  nowFixed: readonly Fixed[] | null,
): boolean {
  const old = liveTypes(scene.shapes, scene.old);
  const now = liveTypes(scene.shapes, scene.now);
  const places = {
    old: placeIn(scene.old, keywordsIn(scene.old, "type")[0]),
    now: placeIn(scene.now, keywordsIn(scene.now, "type")[0]),
  };
  const isOpen = old === allTypes || now === allTypes;
  const ignored = isOpen ? 0 : typeBits.null;
  const gone = old & ~now & ~ignored;
  const come = now & ~old & ~ignored;
  const shared = old & now & ~ignored;
  if ((old & now) === 0) {
    scene.change({
      kind: "type-changed",
      message: `the type of % went from ${types(old)} to ${types(now)}`,
      ...places,
    });
    return true;
  }
  if (!isOpen && (old & ~now & typeBits.null) !== 0)
    scene.change({ kind: "no-longer-nullable", message: "% may no longer be null", ...places });
  if (!isOpen && (now & ~old & typeBits.null) !== 0)
    scene.change({ kind: "became-nullable", message: "% may now be null", ...places });
  if (gone !== 0 && come !== 0 && shared === 0) {
    scene.change({
      kind: "type-changed",
      message: `the type of % went from ${types(old & ~ignored)} to ${types(now & ~ignored)}`,
      ...places,
    });
    return true;
  }
  if (gone !== 0 && (shared === 0 || !tells(nowFixed)))
    scene.change({
      kind: "type-narrowed",
      message: `% must now be ${types(now & ~ignored)} instead of ${types(old & ~ignored)}`,
      ...places,
    });
  if (come !== 0 && (shared === 0 || !tells(oldFixed)))
    scene.change({
      kind: "type-widened",
      message: `% may now be ${types(now & ~ignored)} instead of ${types(old & ~ignored)}`,
      ...places,
    });
  return shared === 0;
}

/** True when the fixed values tell more than the types. */
function tells(values: readonly Fixed[] | null): boolean {
  return values?.some(({ value }) => value !== null) ?? false;
}

function types(mask: number): string {
  if (mask === allTypes) return "anything";
  const names = typeNames(mask).map((name) => `\`${name}\``);
  return names.length === 0 ? "a fraction" : names.join(" or ");
}
