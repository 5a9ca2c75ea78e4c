import { closest, distance } from "fastest-levenshtein";

/** The candidate that `name` was probably meant to be, or null when none is near enough. */
export function nearest(name: string, candidates: Iterable<string>): string | null {
  const pool = [...candidates];
  if (pool.length === 0 || name === "") return null;
  const folded = name.toLowerCase();
  const byFolded = new Map(pool.map((candidate) => [candidate.toLowerCase(), candidate]));
  const best = closest(folded, [...byFolded.keys()]);
  const limit = Math.max(1, Math.ceil(Math.max(folded.length, best.length) / 3));
  return distance(folded, best) <= limit ? (byFolded.get(best) ?? null) : null;
}

/** A hint with the nearest name, else the given list of what is allowed, else nothing. */
export function didYouMean(
  name: string,
  candidates: Iterable<string>,
  otherwise?: string,
): string | undefined {
  const best = nearest(name, candidates);
  return best === null ? otherwise : `did you mean \`${best}\`?`;
}
