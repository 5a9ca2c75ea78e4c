import { isObject } from "../../../load/pointer.ts";
import type { Located } from "../../../load/reference.ts";
import type { Union } from "../shape/part.ts";
import type { Shape } from "../shape/shapes.ts";
import { shown } from "../values/json.ts";
import { coverOf } from "./cover.ts";
import { areDisjoint } from "./disjoint.ts";
import { type Claim, createClaim, rest } from "./graph.ts";
import { type Features, featuresOf, likeness } from "./likeness.ts";
import { type Pair, placeOf, placeOfShape, type Scene } from "./scene.ts";

/** An alternative, together with everything that holds beside it. */
interface Branch {
  readonly at: Located | null;
  readonly shape: Shape;
  readonly features: Features;
}

/** Pairs of alternatives that are all compared with each other; beyond that only those that look alike are. */
const mostPairs = 900;

/** Takes the edges and claims that alternatives lead to. */
export interface UnionSink {
  readonly scene: Scene;
  /** A matched pair is reported at its own changes, as far as the alternatives are not covered otherwise. */
  report(
    pair: Pair,
    segment: string | null,
    covered: { readonly narrow: Claim; readonly widen: Claim },
  ): void;
}

/** Compares shapes of which one has alternatives. */
export function compareUnions({ scene, report }: UnionSink): void {
  const [oldUnion, nowUnion] = choosePair(scene.old, scene.now);
  const olds = branchesOf(scene, scene.old, oldUnion);
  const nows = branchesOf(scene, scene.now, nowUnion);
  const partners = match(olds, nows);
  const pairs = new Map<string, Pair>();
  const pairOf = (i: number, j: number): Pair => {
    const key = `${i} ${j}`;
    const known = pairs.get(key);
    if (known !== undefined) return known;
    const pair = scene.pairOf((olds[i] as Branch).shape, (nows[j] as Branch).shape, scene.reading);
    pairs.set(key, pair);
    return pair;
  };
  const isFew =
    olds.length * nows.length <= mostPairs &&
    scene.old.unions.length + scene.now.unions.length <= 6;
  const oldIsExact = oldUnion?.kind === "one" && !allDisjoint(scene, olds);
  const nowIsExact = nowUnion?.kind === "one" && !allDisjoint(scene, nows);
  const candidates = (i: number, j: number, isExact: boolean) =>
    partners.get(i) === j ||
    (isFew &&
      !isExact &&
      likeness((olds[i] as Branch).features, (nows[j] as Branch).features) >= 0);
  const within = (direction: "narrow" | "widen", branch: Branch, pairs: readonly Pair[]): Claim => {
    const claim = createClaim("any");
    const others = (direction === "narrow" ? nows : olds).map(({ shape }) => shape);
    const cover = isFew ? coverOf(scene, branch.shape, others, direction) : null;
    rest(claim, [...pairs.map((pair) => pair[direction]), ...(cover === null ? [] : [cover])]);
    return claim;
  };
  const narrow = olds.map((branch, i) => {
    const pairs = nows.flatMap((_, j) => (candidates(i, j, nowIsExact) ? [pairOf(i, j)] : []));
    return within("narrow", branch, pairs);
  });
  const widen = nows.map((branch, j) => {
    const pairs = olds.flatMap((_, i) => (candidates(i, j, oldIsExact) ? [pairOf(i, j)] : []));
    return within("widen", branch, pairs);
  });
  rest(scene.pair.narrow, narrow);
  rest(scene.pair.widen, widen);
  const matchedNow = new Set(partners.values());
  for (const [i, j] of partners) {
    const covered = { narrow: narrow[i] as Claim, widen: widen[j] as Claim };
    report(pairOf(i, j), segmentOf(olds[i] as Branch), covered);
  }
  const side = { olds, nows };
  for (const [i, branch] of olds.entries())
    if (!partners.has(i)) member(scene, "removed", branch, narrow[i] as Claim, side);
  for (const [j, branch] of nows.entries())
    if (!matchedNow.has(j)) member(scene, "added", branch, widen[j] as Claim, side);
  if (nowIsExact)
    exactness(
      scene,
      { from: olds, to: nows, partners, fromIsOne: oldUnion?.kind === "one" },
      "narrow",
    );
  if (oldIsExact) {
    const inverse = new Map([...partners].map(([i, j]) => [j, i]));
    exactness(
      scene,
      { from: nows, to: olds, partners: inverse, fromIsOne: nowUnion?.kind === "one" },
      "widen",
    );
  }
}

function choosePair(old: Shape, now: Shape): readonly [Union | undefined, Union | undefined] {
  let best: readonly [Union | undefined, Union | undefined] = [old.unions[0], now.unions[0]];
  let most = -1;
  for (const a of old.unions)
    for (const b of now.unions) {
      const names = new Set(a.branches.map(nameOf));
      const shared =
        b.branches.filter((branch) => names.has(nameOf(branch))).length -
        Math.abs(a.branches.length - b.branches.length);
      if (shared > most) {
        most = shared;
        best = [a, b];
      }
    }
  return best;
}

function nameOf({ value }: Located): string {
  if (!isObject(value)) return String(value);
  return typeof value.$ref === "string"
    ? value.$ref.slice(value.$ref.lastIndexOf("/") + 1)
    : String(value.title ?? Object.keys(value).join());
}

function branchesOf(scene: Scene, shape: Shape, union: Union | undefined): readonly Branch[] {
  const branch = (at: Located | null, chosen: Shape): Branch => ({
    at,
    shape: chosen,
    features: featuresOf(scene.shapes, chosen, at),
  });
  if (union === undefined) return [branch(null, shape)];
  return union.branches
    .map((at) => branch(at, scene.shapes.choose(shape, union, at)))
    .filter((one) => scene.shapes.types(one.shape) !== 0);
}

/** Old alternative → new alternative that is the same thing, by tag, name or likeness. */
function match(olds: readonly Branch[], nows: readonly Branch[]): ReadonlyMap<number, number> {
  const scores = olds.flatMap(({ features }, i) =>
    nows.flatMap((now, j) => {
      const score = likeness(features, now.features) - Math.abs(i - j) / 1e4;
      return score > -0.5 ? [{ i, j, score }] : [];
    }),
  );
  scores.sort((a, b) => b.score - a.score);
  const partners = new Map<number, number>();
  const taken = new Set<number>();
  for (const { i, j } of scores) {
    if (partners.has(i) || taken.has(j)) continue;
    partners.set(i, j);
    taken.add(j);
  }
  return new Map([...partners].sort(([a], [b]) => a - b));
}

function segmentOf({ features }: Branch): string | null {
  const [tag] = features.tags.values();
  const [only] = tag?.keys() ?? [];
  return only === undefined || tag?.size !== 1 ? null : `(${shown(JSON.parse(only))})`;
}

function member(
  scene: Scene,
  move: "added" | "removed",
  branch: Branch,
  unless: Claim,
  { olds, nows }: { readonly olds: readonly Branch[]; readonly nows: readonly Branch[] },
): void {
  const name = segmentOf(branch)?.slice(1, -1) ?? branch.features.name;
  const told = name === "" ? "an alternative" : `the alternative \`${name}\``;
  const own = branch.at === null ? placeOfShape(branch.shape) : placeOf(branch.at, "value");
  const [other] = move === "removed" ? nows : olds;
  const there = other === undefined ? null : placeOfShape(other.shape);
  scene.change({
    kind: `union-member-${move}`,
    message: move === "removed" ? `${told} of % was removed` : `${told} was added to %`,
    old: move === "removed" ? own : there,
    now: move === "removed" ? there : own,
    detail: name === "" ? String(branch.at?.pointer ?? "") : name,
    unless,
  });
}

function allDisjoint(scene: Scene, branches: readonly Branch[]): boolean {
  return branches.every((a, i) =>
    branches.slice(i + 1).every((b) => areDisjoint(scene.shapes, a.shape, b.shape)),
  );
}

interface Exactness {
  readonly from: readonly Branch[];
  readonly to: readonly Branch[];
  readonly partners: ReadonlyMap<number, number>;
  readonly fromIsOne: boolean;
}

/** `oneOf`: a value that fits its alternative must fit no other one; notes what cannot be proved. */
function exactness(
  scene: Scene,
  { from, to, partners, fromIsOne }: Exactness,
  direction: "narrow" | "widen",
): void {
  const inverse = new Map([...partners].map(([i, j]) => [j, i]));
  const claim = createClaim("all");
  const grounds: Claim[] = [];
  let isProved = true;
  for (const [i, a] of from.entries())
    for (const [l, b] of to.entries()) {
      if (partners.get(i) === l || areDisjoint(scene.shapes, a.shape, b.shape)) continue;
      const m = inverse.get(l);
      if (!fromIsOne || m === undefined || m === i) {
        isProved = false;
        continue;
      }
      const c = from[m] as Branch;
      const pair =
        direction === "narrow"
          ? scene.pairOf(c.shape, b.shape, "strict")
          : scene.pairOf(b.shape, c.shape, "strict");
      grounds.push(direction === "narrow" ? pair.widen : pair.narrow);
    }
  rest(claim, [...new Set(grounds)]);
  rest(direction === "narrow" ? scene.pair.narrow : scene.pair.widen, [claim]);
  const change = {
    kind: "union-overlap-undecided" as const,
    message: "a value of % may fit two alternatives of `oneOf`, which refuses it",
    old: placeOfShape(scene.old),
    now: placeOfShape(scene.now),
  };
  scene.change(isProved ? { ...change, unless: claim } : change);
}
