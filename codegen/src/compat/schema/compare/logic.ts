import { isObject } from "../../../load/pointer.ts";
import type { Located } from "../../../load/reference.ts";
import type { SchemaChangeKind } from "../kinds.ts";
import { below } from "../shape/reader.ts";
import { waysOf } from "../shape/sent.ts";
import type { Shape } from "../shape/shapes.ts";
import { keywordsIn, propertyIn, propertyNames, requiredIn } from "../shape/views.ts";
import { areDisjoint } from "./disjoint.ts";
import { allOf, anyOf, type Claim } from "./graph.ts";
import { type Pair, placeIn, type Reading, type Scene } from "./scene.ts";
import { summed } from "./summed.ts";

/** Exclusions, conditions and what depends on properties, for one group of types. */
export function compareLogic(scene: Scene): void {
  compareNots(scene);
  compareConditions(scene);
}

/** Keywords of objects that hold schemas about the object itself. */
export function compareObjectLogic(scene: Scene): void {
  comparePropertyNames(scene);
  compareDependentRequired(scene);
  compareDependentSchemas(scene);
}

function shapeOf(scene: Scene, at: Located, side: "old" | "new"): Shape {
  return scene.shapes.of([at], side);
}

function relevantNots(scene: Scene, shape: Shape, side: "old" | "new"): readonly Located[] {
  return keywordsIn(shape, "not").filter((at) => {
    const inner = shapeOf(scene, at, side);
    return (scene.shapes.types(inner) & shape.mask) !== 0;
  });
}

function compareNots(scene: Scene): void {
  const old = relevantNots(scene, scene.old, "old");
  const now = relevantNots(scene, scene.now, "new");
  const pair = (before: Located, after: Located): Pair =>
    scene.pairOf(shapeOf(scene, before, "old"), shapeOf(scene, after, "new"), "strict");
  const note = (
    kind: SchemaChangeKind,
    from: Located | undefined,
    to: Located | undefined,
    unless: Claim,
  ) =>
    scene.change({
      kind,
      message:
        notMessages[kind] ??
        "the exclusion (`not`) of % changed, and neither form contains the other",
      old: placeIn(scene.old, from),
      now: placeIn(scene.now, to),
      unless,
      detail: (to ?? from)?.pointer ?? "",
    });
  for (const after of now) {
    if (areDisjoint(scene.shapes, scene.old, shapeOf(scene, after, "new"))) continue;
    const claim = anyOf(old.map((before) => pair(before, after).widen));
    note(old.length === 0 ? "not-added" : "not-undecided", old[0], after, claim);
  }
  for (const before of old) {
    if (areDisjoint(scene.shapes, scene.now, shapeOf(scene, before, "old"))) continue;
    const claim = anyOf(now.map((after) => pair(before, after).narrow));
    note(now.length === 0 ? "not-removed" : "not-undecided", before, now[0], claim);
  }
}

const notMessages: Readonly<Partial<Record<SchemaChangeKind, string>>> = {
  "not-added": "values of % are now excluded (`not`)",
  "not-removed": "values of % are no longer excluded (`not`)",
};

interface Condition {
  readonly test: Located;
  readonly yes: Located | undefined;
  readonly no: Located | undefined;
}

function conditionsIn(shape: Shape): readonly Condition[] {
  return shape.parts.flatMap((part) => {
    const test = part.get("if");
    const [yes, no] = [part.get("then"), part.get("else")];
    return test === undefined || (yes === undefined && no === undefined) ? [] : [{ test, yes, no }];
  });
}

function compareConditions(scene: Scene): void {
  const old = conditionsIn(scene.old);
  const now = conditionsIn(scene.now);
  const pair = (before: Located | undefined, after: Located | undefined, reading: Reading): Pair =>
    scene.pairOf(
      scene.shapes.of(before === undefined ? [] : [before], "old"),
      scene.shapes.of(after === undefined ? [] : [after], "new"),
      reading,
    );
  const same = (before: Condition, after: Condition, direction: "narrow" | "widen"): Claim => {
    const test = pair(before.test, after.test, "strict");
    const yes = pair(before.yes, after.yes, scene.reading);
    const no = pair(before.no, after.no, scene.reading);
    return allOf([test.narrow, test.widen, yes[direction], no[direction]]);
  };
  const note = (from: Condition | undefined, to: Condition | undefined, unless: Claim) =>
    scene.change({
      kind: "conditional-undecided",
      message: "the condition (`if`) of % changed, and what it lets through cannot be computed",
      old: placeIn(scene.old, from?.test),
      now: placeIn(scene.now, to?.test),
      unless,
      detail: (to ?? from)?.test.pointer ?? "",
    });
  for (const after of now)
    note(old[0], after, anyOf(old.map((before) => same(before, after, "narrow"))));
  for (const before of old)
    note(before, now[0], anyOf(now.map((after) => same(before, after, "widen"))));
}

function comparePropertyNames(scene: Scene): void {
  const [old, now] = [scene.old, scene.now].map((shape) => keywordsIn(shape, "propertyNames"));
  if (!old?.length && !now?.length) return;
  const names = (schemas: readonly Located[] | undefined, side: "old" | "new") =>
    scene.shapes.restrict(scene.shapes.of(schemas ?? [], side), 16);
  const pair = scene.pairOf(names(old, "old"), names(now, "new"), "strict");
  summed(scene, pair, ["property-names", "property names"], { old: old?.[0], now: now?.[0] });
}

function dependentsIn(shape: Shape, keyword: string): ReadonlyMap<string, Located> {
  const found = new Map<string, Located>();
  for (const all of keywordsIn(shape, keyword)) {
    if (!isObject(all.value)) continue;
    for (const name of Object.keys(all.value)) found.set(name, below(all, name));
  }
  return found;
}

function compareDependentRequired(scene: Scene): void {
  const keyword = "dependentRequired";
  const pairs = (shape: Shape) => {
    const required = requiredIn(shape);
    return new Map(
      [...dependentsIn(shape, keyword)].flatMap(([name, list]) =>
        Array.isArray(list.value)
          ? list.value
              .filter((other) => !required.has(String(other)) && other !== name)
              .map(
                (other, index) => [`\`${name}\` needs \`${other}\``, below(list, index)] as const,
              )
          : [],
      ),
    );
  };
  const [old, now] = [pairs(scene.old), pairs(scene.now)];
  const implied = (shape: Shape, text: string) =>
    [...requiredIn(shape).keys()].some((name) => text.endsWith(`needs \`${name}\``));
  for (const [text, at] of now)
    if (!old.has(text) && !implied(scene.old, text))
      scene.change({
        kind: "dependent-required-added",
        message: `in %, ${text} now`,
        old: placeIn(scene.old, keywordsIn(scene.old, keyword)[0]),
        now: placeIn(scene.now, at),
        detail: text,
      });
  for (const [text, at] of old)
    if (!now.has(text) && !implied(scene.now, text))
      scene.change({
        kind: "dependent-required-removed",
        message: `in %, ${text} no longer`,
        old: placeIn(scene.old, at),
        now: placeIn(scene.now, keywordsIn(scene.now, keyword)[0]),
        detail: text,
      });
}

function compareDependentSchemas(scene: Scene): void {
  const [old, now] = [scene.old, scene.now].map((shape) => dependentsIn(shape, "dependentSchemas"));
  const names = new Set([...(now?.keys() ?? []), ...(old?.keys() ?? [])]);
  // Values hold what their schema speaks of, in whatever words.
  const isSent = (shape: Shape, name: string) =>
    scene.reading === "strict" ||
    propertyNames(shape).includes(name) ||
    propertyIn(shape, name).isMapped ||
    waysOf(shape, name).length > 0;
  for (const name of names) {
    const [before, after] = [old?.get(name), now?.get(name)];
    const pair = scene.pairOf(
      scene.shapes.of(before === undefined ? [] : [before], "old"),
      scene.shapes.of(after === undefined ? [] : [after], "new"),
      scene.reading,
    );
    const places = {
      old: placeIn(scene.old, before),
      now: placeIn(scene.now, after),
      detail: name,
    };
    if (isSent(scene.old, name))
      scene.change({
        kind: "dependent-schema-added",
        message: `\`${name}\` now puts further conditions on %`,
        ...places,
        unless: pair.narrow,
      });
    if (isSent(scene.now, name))
      scene.change({
        kind: "dependent-schema-removed",
        message: `\`${name}\` puts fewer conditions on %`,
        ...places,
        unless: pair.widen,
      });
  }
}
