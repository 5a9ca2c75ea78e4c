import type { SchemaChangeKind } from "../kinds.ts";
import { asksNothing, type Contained, containedIn } from "../shape/contained.ts";
import type { Shape } from "../shape/shapes.ts";
import type { Limit } from "../shape/views.ts";
import { allOf, anyOf, type Claim } from "./graph.ts";
import { compareLimit } from "./scalars.ts";
import { type Pair, placeIn, type Scene } from "./scene.ts";
import { summed } from "./summed.ts";

/** What lists must contain. */
export function compareContains(scene: Scene): void {
  const [old, now] = [askedIn(scene.old), askedIn(scene.now)];
  if (old.length > 1 || now.length > 1) compareAll(scene, old, now);
  else if (old.length + now.length > 0) compareOne(scene, old[0] ?? null, now[0] ?? null);
}

function askedIn(shape: Shape): readonly Contained[] {
  return containedIn(shape).filter((one) => !asksNothing(one));
}

function pairOf(scene: Scene, old: Contained, now: Contained): Pair {
  const { shapes } = scene;
  return scene.pairOf(shapes.of([old.at], "old"), shapes.of([now.at], "new"), "strict");
}

const messages = {
  "contains-added": "% must now contain a certain item",
  "contains-removed": "% need not contain a certain item any more",
  "contains-narrowed": "items that must be in a list of % allow less",
  "contains-widened": "items that must be in a list of % allow more",
} as const satisfies Partial<Record<SchemaChangeKind, string>>;

function compareOne(scene: Scene, old: Contained | null, now: Contained | null): void {
  const places = { old: placeIn(scene.old, old?.at), now: placeIn(scene.now, now?.at) };
  if (old === null || now === null) {
    const kind = old === null ? "contains-added" : "contains-removed";
    scene.change({ kind, message: messages[kind], ...places });
    return;
  }
  const pair = pairOf(scene, old, now);
  if (old.max !== null || now.max !== null)
    scene.change({
      kind: "contains-changed",
      message: "the item that % must contain changed",
      ...places,
      unless: allOf([pair.narrow, pair.widen]),
    });
  else
    summed(scene, pair, ["contains", "items that must be in a list"], { old: old.at, now: now.at });
  // Missing means one, which only has to be spelled out beside a zero.
  const isZero = old.min?.value === 0 || now.min?.value === 0;
  const least = ({ min, at }: Contained): Limit | null =>
    isZero ? (min ?? { value: 1, exclusive: false, at }) : min?.value === 1 ? null : min;
  compareLimit(scene, "min-contains", least(old), least(now));
  compareLimit(scene, "max-contains", old.max, now.max);
}

/** Lists that must contain several items: each of them has to be asked for by one of the other side. */
function compareAll(scene: Scene, old: readonly Contained[], now: readonly Contained[]): void {
  for (const after of now)
    scene.change({
      kind: old.length === 0 ? "contains-added" : "contains-narrowed",
      message: messages[old.length === 0 ? "contains-added" : "contains-narrowed"],
      old: placeIn(scene.old, old[0]?.at),
      now: placeIn(scene.now, after.at),
      unless: implied(old, after, (before) => pairOf(scene, before, after), "narrow"),
    });
  for (const before of old)
    scene.change({
      kind: now.length === 0 ? "contains-removed" : "contains-widened",
      message: messages[now.length === 0 ? "contains-removed" : "contains-widened"],
      old: placeIn(scene.old, before.at),
      now: placeIn(scene.now, now[0]?.at),
      unless: implied(now, before, (after) => pairOf(scene, before, after), "widen"),
    });
}

/** The claim that one of some ask for at least as many, and one of them for at most as many. */
function implied(
  by: readonly Contained[],
  asked: Contained,
  pairWith: (one: Contained) => Pair,
  direction: "narrow" | "widen",
): Claim {
  const least = ({ min }: Contained) => min?.value ?? 1;
  const most = ({ max }: Contained) => max?.value ?? Number.POSITIVE_INFINITY;
  const other = direction === "narrow" ? "widen" : "narrow";
  return allOf([
    ...(least(asked) === 0
      ? []
      : [
          anyOf(
            by.filter((one) => least(one) >= least(asked)).map((one) => pairWith(one)[direction]),
          ),
        ]),
    ...(asked.max === null
      ? []
      : [anyOf(by.filter((one) => most(one) <= most(asked)).map((one) => pairWith(one)[other]))]),
  ]);
}
