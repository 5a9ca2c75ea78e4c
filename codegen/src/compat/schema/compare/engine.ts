import type { Located } from "../../../load/reference.ts";
import type { SchemaUse } from "../compare-schemas.ts";
import { kindInfo } from "../kinds.ts";
import { accepts } from "../shape/accepts.ts";
import { liveTypes } from "../shape/live-types.ts";
import type { Shape, Shapes } from "../shape/shapes.ts";
import { type TypeMask, typeBits, typeGroups, typeNames } from "../shape/types.ts";
import { compareAnnotations, compareDiscriminators } from "./annotations.ts";
import { compareContains } from "./contains.ts";
import { type Claim, createClaim, refute, rest } from "./graph.ts";
import { compareLists } from "./lists.ts";
import { compareLogic, compareObjectLogic } from "./logic.ts";
import { compareObjects } from "./objects.ts";
import { compareNumbers, compareTexts } from "./scalars.ts";
import {
  type Edge,
  type OwnChange,
  type Pair,
  placeOfShape,
  type Reading,
  type Scene,
} from "./scene.ts";
import { compareUnions } from "./unions.ts";
import { compareBooleans, compareGroupValues, compareTypesAndValues } from "./values.ts";

/** A pair together with the claim that there is nothing to report below it. */
export interface NotedPair extends Pair {
  readonly silent: Claim;
}

/** Compares pairs of shapes; each pair once. */
export interface Engine {
  /** The pair with everything that it leads to compared. */
  compare(old: Shape, now: Shape): NotedPair;
}

/** An engine for one surface. */
export function createEngine(shapes: Shapes, surface: SchemaUse["surface"]): Engine {
  const pairs = new Map<string, NotedPair>();
  const work: NotedPair[] = [];

  const pairOf = (old: Shape, now: Shape, reading: Reading): NotedPair => {
    const key = `${old.id} ${now.id}${reading === "open" ? "" : ` ${reading}`}`;
    let pair = pairs.get(key);
    if (pair === undefined) {
      const claim = () => createClaim("all");
      pair = {
        old,
        now,
        reading,
        narrow: claim(),
        widen: claim(),
        silent: claim(),
        changes: [],
        edges: [],
      };
      pairs.set(key, pair);
      work.push(pair);
    }
    return pair;
  };

  const link = (pair: NotedPair, edge: Edge) => {
    pair.edges.push(edge);
    rest(pair.silent, [(edge.pair as NotedPair).silent]);
    if (edge.isReportOnly) return;
    if (edge.directions !== "widen") rest(pair.narrow, [edge.pair.narrow]);
    if (edge.directions !== "narrow") rest(pair.widen, [edge.pair.widen]);
  };

  const sceneOf = (pair: NotedPair, old: Shape, now: Shape): Scene => ({
    pair,
    old,
    now,
    reading: pair.reading,
    shapes,
    surface,
    change: (change) => note(pair, change),
    edge: (before, after, segment, directions = "both", reading = pair.reading) => {
      const inner = pairOf(shapes.of(before, "old"), shapes.of(after, "new"), reading);
      link(pair, { segment, pair: inner, directions, isReportOnly: false });
    },
    pairOf,
  });

  const expand = (pair: NotedPair): void => {
    const scene = sceneOf(pair, pair.old, pair.now);
    const [old, now] = [liveTypes(shapes, pair.old), liveTypes(shapes, pair.now)];
    if (old === 0 && now === 0) return;
    if (pair.reading !== "strict") compareAnnotations(scene);
    if (old === 0 || now === 0) {
      compareEmpty(scene, old === 0);
      return;
    }
    if (compareTypesAndValues(scene)) return;
    const plain = shapes.full(pair.old) & shapes.full(pair.now) & ~discriminated(pair);
    for (const group of groupsOf(shapes, pair)) {
      if ((group & old & now) === 0 || (group & plain) === group) continue;
      const inner = sceneOf(
        pair,
        shapes.restrict(pair.old, group),
        shapes.restrict(pair.now, group),
      );
      const [before, after] = [liveTypes(shapes, inner.old), liveTypes(shapes, inner.now)];
      if (before === 0 && after === 0) continue;
      if (before === 0 || after === 0) compareDeadGroup(inner, before, after);
      else compareGroup(inner, group, (edge) => link(pair, edge));
    }
  };

  return {
    compare(old, now) {
      const pair = pairOf(old, now, "open");
      for (let next = work.pop(); next !== undefined; next = work.pop()) expand(next);
      return pair;
    },
  };
}

/** Objects are looked at where values tell alternatives apart, even if nothing is refused. */
function discriminated({ old, now }: Pair): TypeMask {
  const isTold = [...old.parts, ...now.parts].some((part) => part.get("discriminator"));
  return isTold ? typeBits.object : 0;
}

/** `null` is told with the types, unless it cannot be told whether it is accepted: then what decides it is compared. */
function groupsOf(shapes: Shapes, { old, now }: Pair): readonly TypeMask[] {
  const isUnsure = [old, now].some((shape) => accepts(shapes, shape, null) === null);
  return isUnsure ? [typeBits.null, ...typeGroups] : typeGroups;
}

function note(pair: NotedPair, change: OwnChange): void {
  pair.changes.push(change);
  const { effect } = kindInfo(change.kind);
  const isBoth = effect === "both" || effect === "undecided";
  const fails = [
    ...(isBoth || effect === "narrows" ? [pair.narrow] : []),
    ...(isBoth || effect === "widens" ? [pair.widen] : []),
    pair.silent,
  ];
  for (const claim of fails) {
    if (change.unless === undefined) refute(claim);
    else rest(claim, [change.unless]);
  }
}

function compareEmpty(scene: Scene, isOldEmpty: boolean): void {
  scene.change({
    kind: isOldEmpty ? "value-allowed" : "value-forbidden",
    message: isOldEmpty ? "% can now be given" : "% can no longer have any value",
    old: placeOfShape(scene.old),
    now: placeOfShape(scene.now),
  });
}

/** Types that only contradicting keywords of alternatives refuse: the whole looked as if they were left. */
function compareDeadGroup(scene: Scene, old: number, now: number): void {
  const names = typeNames(old | now).map((name) => `\`${name}\``);
  const types = names.length === 0 ? "a fraction" : names.join(" or ");
  scene.change({
    kind: old === 0 ? "type-widened" : "type-narrowed",
    message: old === 0 ? `% may now be ${types}` : `% can no longer be ${types}`,
    old: placeOfShape(scene.old),
    now: placeOfShape(scene.now),
  });
}

function compareGroup(scene: Scene, group: number, link: (edge: Edge) => void): void {
  if (group === typeBits.object && scene.reading !== "strict") compareDiscriminators(scene);
  if (scene.old.unions.length > 0 || scene.now.unions.length > 0) {
    compareUnions({
      scene,
      report: (pair, segment, covered) =>
        link({ segment, pair, directions: "both", isReportOnly: true, covered }),
    });
    return;
  }
  if (group !== typeBits.boolean && compareGroupValues(scene)) return;
  compareLogic(scene);
  switch (group) {
    case typeBits.string:
      compareTexts(scene);
      break;
    case typeBits.array:
      compareLists(scene);
      compareContains(scene);
      break;
    case typeBits.object:
      compareObjects(scene);
      compareObjectLogic(scene);
      break;
    case typeBits.boolean:
      compareBooleans(scene);
      break;
    case typeBits.null:
      break;
    default:
      compareNumbers(scene);
  }
}

/** Schemas that are compared: none stands for anything. */
export function schemasOf(at: Located | null): readonly Located[] {
  return at === null ? [] : [at];
}
