import { isRecord, type Schema } from "./json-schema.ts";

/** The smallest pair reachable by leaving out parts of both schemas that still has the property. */
export function shrinkPair(
  old: Schema,
  now: Schema,
  holds: (old: Schema, now: Schema) => boolean,
): readonly [old: Schema, now: Schema] {
  let pair: readonly [Schema, Schema] = [old, now];
  for (let budget = 400; budget > 0; ) {
    const smaller = candidates(pair).find((candidate) => {
      budget -= 1;
      return budget > 0 && survives(candidate, holds);
    });
    if (smaller === undefined) return pair;
    pair = smaller();
  }
  return pair;
}

function survives(candidate: Candidate, holds: (old: Schema, now: Schema) => boolean): boolean {
  try {
    return holds(...candidate());
  } catch {
    return false;
  }
}

/** Makes a smaller pair; throws where that is no pair of schemas. */
type Candidate = () => readonly [old: Schema, now: Schema];

/** First the same cut in both, then in one of them. */
function candidates([old, now]: readonly [Schema, Schema]): readonly Candidate[] {
  const cutsOfOld = cutsOf(old);
  const cutsOfNow = new Map(cutsOf(now).map((cut) => [cut.join("/"), cut]));
  const both = cutsOfOld
    .filter((cut) => cutsOfNow.has(cut.join("/")))
    .map((cut) => () => [without(old, cut), without(now, cut)] as const);
  return [
    ...both,
    ...cutsOfOld.map((cut) => () => [without(old, cut), now] as const),
    ...[...cutsOfNow.values()].map((cut) => () => [old, without(now, cut)] as const),
  ];
}

type Cut = readonly string[];

function cutsOf(value: unknown, path: Cut = []): readonly Cut[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    [...path, key],
    ...cutsOf(member, [...path, key]),
  ]);
}

function without(value: unknown, [key = "", ...rest]: Cut): Schema {
  if (Array.isArray(value)) {
    const changed = value.flatMap((item, index) =>
      String(index) !== key ? [item] : rest.length === 0 ? [] : [without(item, rest)],
    );
    if (changed.length === 0) throw new Error("an empty list is no smaller schema");
    return changed as unknown as Schema;
  }
  if (!isRecord(value)) return value as Schema;
  if (rest.length > 0) return { ...value, [key]: without(value[key], rest) };
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
}
