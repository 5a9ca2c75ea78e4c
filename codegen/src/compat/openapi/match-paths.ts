import type { Path } from "./read/paths.ts";

/** Why two paths that are not the same still belong together. */
export type PathRelation = "same" | "case" | "trailing-slash";

/** A path of both versions. */
export interface PathMatch {
  readonly old: Path;
  readonly now: Path;
  readonly relation: PathRelation;
}

/** The paths of two versions. */
export interface PathMatches {
  readonly met: readonly PathMatch[];
  readonly removed: readonly Path[];
  readonly added: readonly Path[];
}

/** What stands before every path of each version, where the two moved it between servers and paths. */
export interface Prefixes {
  readonly old: string;
  readonly now: string;
}

/** Pairs paths that match the same requests; what is left, by the nearest spelling. */
export function matchPaths(
  old: readonly Path[],
  now: readonly Path[],
  prefixes: Prefixes = { old: "", now: "" },
): PathMatches {
  const isShared = sharedShapes([
    ...old.map(({ shape }) => `old ${prefixes.old}${shape}`),
    ...now.map(({ shape }) => `now ${prefixes.now}${shape}`),
  ]);
  const apart = (paths: readonly Path[], prefix: string) =>
    paths.flatMap((path) => (isShared(prefix + path.shape) ? splitPath(path) : path));
  const oldLeft = new Set(apart(old, prefixes.old));
  const newLeft = new Set(apart(now, prefixes.now));
  const met: PathMatch[] = [];
  const pass = (relation: PathRelation, keyOf: (path: Path, prefix: string) => string): void => {
    const byKey = Map.groupBy(newLeft, (path) => keyOf(path, prefixes.now));
    for (const path of oldLeft) {
      const partner = byKey.get(keyOf(path, prefixes.old))?.find((item) => newLeft.has(item));
      if (partner === undefined) continue;
      met.push({ old: path, now: partner, relation });
      oldLeft.delete(path);
      newLeft.delete(partner);
    }
  };
  const methodOf = ({ shape, operations }: Path, prefix: string) =>
    isShared(prefix + shape) ? [...operations.keys()].join() : "";
  pass("same", (path, prefix) => `${methodOf(path, prefix)} ${prefix}${path.template}`);
  pass("same", (path, prefix) => `${methodOf(path, prefix)} ${prefix}${path.shape}`);
  pass("trailing-slash", ({ shape }, prefix) => (prefix + shape).replace(/(.)\/$/, "$1"));
  pass("case", ({ shape }, prefix) => (prefix + shape).toLowerCase());
  const order = new Map(now.map(({ template }, index) => [template, index]));
  met.sort((a, b) => (order.get(a.now.template) ?? 0) - (order.get(b.now.template) ?? 0));
  return { met, removed: [...oldLeft], added: [...newLeft] };
}

/** Tells shapes that several paths of one version have. Each is given with its version. */
function sharedShapes(shapes: readonly string[]): (shape: string) => boolean {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const shape of shapes) {
    if (seen.has(shape)) shared.add(shape.slice(4));
    seen.add(shape);
  }
  return (shape) => shared.has(shape);
}

/** Paths of one shape that have different methods are one path on the wire: each method is matched by itself. */
function splitPath(path: Path): readonly Path[] {
  return [...path.operations].map(([method, operation]) => ({
    ...path,
    operations: new Map([[method, operation]]),
  }));
}

/**
 * The prefixes under which most paths meet: none, or the base paths of the servers, when the beginning of the paths was
 * moved from the one into the other.
 */
export function choosePrefixes(
  old: readonly Path[],
  now: readonly Path[],
  basePaths: Prefixes,
): Prefixes {
  const none = { old: "", now: "" };
  if (basePaths.old === basePaths.now) return none;
  const count = (prefixes: Prefixes): number => {
    const shapes = new Set(now.map(({ shape }) => prefixes.now + shape));
    return old.filter(({ shape }) => shapes.has(prefixes.old + shape)).length;
  };
  return count(basePaths) > count(none) ? basePaths : none;
}

/** Paths of one version that answer the same requests as an earlier one, each with that one. */
export function ambiguousPaths(
  paths: readonly Path[],
): readonly { readonly path: Path; readonly earlier: Path }[] {
  const seen = new Map<string, Path>();
  return paths.flatMap((path) => {
    const keys = [...path.operations.keys()].map((method) => `${method} ${path.shape}`);
    const earlier = keys.map((key) => seen.get(key)).find((found) => found !== undefined);
    for (const key of keys) if (!seen.has(key)) seen.set(key, path);
    return earlier === undefined ? [] : [{ path, earlier }];
  });
}
