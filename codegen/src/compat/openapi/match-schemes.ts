import type { SecurityScheme } from "./read/security.ts";

/** Which scheme of the old document is which of the new one. */
export interface SchemeMatches {
  /** Old key → identity that both versions share. */
  readonly old: ReadonlyMap<string, string>;
  /** New key → identity that both versions share. */
  readonly now: ReadonlyMap<string, string>;
  /** By identity. */
  readonly pairs: ReadonlyMap<string, SchemePair>;
}

/** A scheme of both versions. */
export interface SchemePair {
  readonly old: SecurityScheme;
  readonly now: SecurityScheme;
}

/** Pairs schemes by what they are, then by how they are sent, then by their keys: keys alone never reach the wire. */
export function matchSchemes(
  old: ReadonlyMap<string, SecurityScheme>,
  now: ReadonlyMap<string, SecurityScheme>,
): SchemeMatches {
  const oldLeft = new Set(old.values());
  const newLeft = new Set(now.values());
  const pairs = new Map<string, SchemePair>();
  const pass = (isSame: (from: SecurityScheme, to: SecurityScheme) => boolean): void => {
    for (const from of oldLeft) {
      const to = [...newLeft].find((scheme) => isSame(from, scheme));
      if (to === undefined) continue;
      pairs.set(`both ${to.key}`, { old: from, now: to });
      oldLeft.delete(from);
      newLeft.delete(to);
    }
  };
  pass((from, to) => from.signature === to.signature && from.key === to.key);
  pass((from, to) => from.signature === to.signature);
  pass((from, to) => from.label === to.label && from.key === to.key);
  pass((from, to) => from.label === to.label);
  pass((from, to) => from.key === to.key);
  const identities = (side: "old" | "now"): readonly (readonly [string, string])[] =>
    [...pairs].map(([id, pair]) => [pair[side].key, id] as const);
  return {
    old: new Map([
      ...identities("old"),
      ...[...oldLeft].map(({ key }) => [key, `old ${key}`] as const),
    ]),
    now: new Map([
      ...identities("now"),
      ...[...newLeft].map(({ key }) => [key, `new ${key}`] as const),
    ]),
    pairs,
  };
}
