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
  const oldLeft = new Set(old);
  const newLeft = new Set(now);
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
  pass("same", ({ template }, prefix) => prefix + template);
  pass("same", ({ shape }, prefix) => prefix + shape);
  pass("trailing-slash", ({ shape }, prefix) => (prefix + shape).replace(/(.)\/$/, "$1"));
  pass("case", ({ shape }, prefix) => (prefix + shape).toLowerCase());
  const order = new Map(now.map((path, index) => [path, index]));
  met.sort((a, b) => (order.get(a.now) ?? 0) - (order.get(b.now) ?? 0));
  return { met, removed: [...oldLeft], added: [...newLeft] };
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

/** Paths of one version that match the same requests as an earlier one, each with that one. */
export function ambiguousPaths(
  paths: readonly Path[],
): readonly { readonly path: Path; readonly earlier: Path }[] {
  const seen = new Map<string, Path>();
  return paths.flatMap((path) => {
    const earlier = seen.get(path.shape);
    if (earlier === undefined) {
      seen.set(path.shape, path);
      return [];
    }
    return [{ path, earlier }];
  });
}
