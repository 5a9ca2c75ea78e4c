import { isObject } from "../../../load/pointer.ts";
import type { Located } from "../../../load/reference.ts";
import type { SchemaChangeKind } from "../kinds.ts";
import type { Part } from "../shape/part.ts";
import { below } from "../shape/reader.ts";
import { waysOf } from "../shape/sent.ts";
import type { Shape } from "../shape/shapes.ts";
import {
  keywordsIn,
  type Limit,
  limitIn,
  propertyIn,
  propertyNames,
  requiredIn,
} from "../shape/views.ts";
import { areDisjoint } from "./disjoint.ts";
import { type Claim, createClaim, rest } from "./graph.ts";
import { compareLimit } from "./scalars.ts";
import { type Pair, placeIn, type Scene } from "./scene.ts";

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

/** A claim that holds when one of the others does. */
function anyOf(claims: readonly Claim[]): Claim {
  const claim = createClaim("any");
  rest(claim, claims);
  return claim;
}

function allOf(claims: readonly Claim[]): Claim {
  const claim = createClaim("all");
  rest(claim, claims);
  return claim;
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
    scene.pairOf(shapeOf(scene, before, "old"), shapeOf(scene, after, "new"), true);
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
  const pair = (before: Located | undefined, after: Located | undefined, isStrict: boolean): Pair =>
    scene.pairOf(
      scene.shapes.of(before === undefined ? [] : [before], "old"),
      scene.shapes.of(after === undefined ? [] : [after], "new"),
      isStrict,
    );
  const same = (before: Condition, after: Condition, direction: "narrow" | "widen"): Claim => {
    const test = pair(before.test, after.test, true);
    const yes = pair(before.yes, after.yes, scene.isStrict);
    const no = pair(before.no, after.no, scene.isStrict);
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

/** Notes how a schema that is summed up in one change became narrower, wider or other. */
function summed(
  scene: Scene,
  pair: Pair,
  [name, noun]: readonly [name: "property-names" | "contains", noun: string],
  at: { readonly old: Located | undefined; readonly now: Located | undefined },
): void {
  const places = { old: placeIn(scene.old, at.old), now: placeIn(scene.now, at.now) };
  scene.change({
    kind: `${name}-narrowed`,
    message: `${noun} of % allow less`,
    ...places,
    unless: pair.narrow,
  });
  scene.change({
    kind: `${name}-widened`,
    message: `${noun} of % allow more`,
    ...places,
    unless: pair.widen,
  });
}

function comparePropertyNames(scene: Scene): void {
  const [old, now] = [scene.old, scene.now].map((shape) => keywordsIn(shape, "propertyNames"));
  if (!old?.length && !now?.length) return;
  const names = (schemas: readonly Located[] | undefined, side: "old" | "new") =>
    scene.shapes.restrict(scene.shapes.of(schemas ?? [], side), 16);
  const pair = scene.pairOf(names(old, "old"), names(now, "new"), true);
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
    scene.isStrict ||
    propertyNames(shape).includes(name) ||
    propertyIn(shape, name).isMapped ||
    waysOf(shape, name).length > 0;
  for (const name of names) {
    const [before, after] = [old?.get(name), now?.get(name)];
    const pair = scene.pairOf(
      scene.shapes.of(before === undefined ? [] : [before], "old"),
      scene.shapes.of(after === undefined ? [] : [after], "new"),
      scene.isStrict,
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

interface Contains {
  readonly at: Located;
  readonly part: Part;
}

function containsIn(shape: Shape): Contains | null {
  for (const part of shape.parts) {
    const at = part.get("contains");
    if (at === undefined) continue;
    const asksNothing =
      part.get("minContains")?.value === 0 && part.get("maxContains") === undefined;
    if (!asksNothing) return { at, part };
  }
  return null;
}

/** What lists must contain. */
export function compareContains(scene: Scene): void {
  const [old, now] = [containsIn(scene.old), containsIn(scene.now)];
  if (old === null && now === null) return;
  const places = { old: placeIn(scene.old, old?.at), now: placeIn(scene.now, now?.at) };
  if (old === null) {
    scene.change({
      kind: "contains-added",
      message: "% must now contain a certain item",
      ...places,
    });
    return;
  }
  if (now === null) {
    scene.change({
      kind: "contains-removed",
      message: "% need not contain a certain item any more",
      ...places,
    });
    return;
  }
  const pair = scene.pairOf(shapeOf(scene, old.at, "old"), shapeOf(scene, now.at, "new"), true);
  const isCounted = (shape: Shape) => limitIn(shape, ["maxContains"], "most") !== null;
  if (isCounted(scene.old) || isCounted(scene.now))
    scene.change({
      kind: "contains-changed",
      message: "the item that % must contain changed",
      ...places,
      unless: allOf([pair.narrow, pair.widen]),
    });
  else
    summed(scene, pair, ["contains", "items that must be in a list"], { old: old.at, now: now.at });
  // Missing means one, which only has to be spelled out beside a zero.
  const one = (at: Located): Limit => ({ value: 1, exclusive: false, at });
  const [before, after] = [scene.old, scene.now].map((shape) =>
    limitIn(shape, ["minContains"], "least"),
  );
  const isZero = before?.value === 0 || after?.value === 0;
  const least = (limit: Limit | null | undefined, at: Located) =>
    isZero ? (limit ?? one(at)) : limit?.value === 1 ? null : (limit ?? null);
  compareLimit(scene, "min-contains", least(before, old.at), least(after, now.at));
  const most = (shape: Shape) => limitIn(shape, ["maxContains"], "most");
  compareLimit(scene, "max-contains", most(scene.old), most(scene.now));
}
