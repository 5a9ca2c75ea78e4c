/** What matching two lists gives. */
export interface Matched<T> {
  readonly pairs: readonly (readonly [old: T, now: T])[];
  /** Left over in the old list, in order. */
  readonly removed: readonly T[];
  /** Left over in the new list, in order. */
  readonly added: readonly T[];
}

/** Two lists from which passes take pairs, one after another. */
export interface Matcher<T> {
  readonly old: ReadonlySet<T>;
  readonly now: ReadonlySet<T>;
  /** Pairs two that are still free. */
  pair(old: T, now: T): void;
  /** Pairs those with the same text, in order; null takes no part. */
  byText(textOf: (item: T) => string | null, accept?: (old: T, now: T) => boolean): void;
  /** Pairs those that share the most words, best first; `accept` may refuse a pair. */
  byWords(wordsOf: (item: T) => Iterable<string>, accept?: (old: T, now: T) => boolean): void;
  /** Pairs in the order of the new list, and what is left. */
  result(): Matched<T>;
}

/** A matcher of two lists. Every pass costs what its lists and the words they share cost. */
export function createMatcher<T>(oldItems: Iterable<T>, newItems: Iterable<T>): Matcher<T> {
  const old = new Set(oldItems);
  const now = new Set(newItems);
  const order = [...now];
  const found = new Map<T, T>();

  const pair = (a: T, b: T): void => {
    if (!old.delete(a) || !now.delete(b)) return;
    found.set(b, a);
  };

  const byText: Matcher<T>["byText"] = (textOf, accept = () => true) => {
    const waiting = indexed(now, (item) => [textOf(item)]);
    for (const a of [...old]) {
      const text = textOf(a);
      const b =
        text === null
          ? undefined
          : waiting.get(text)?.find((item) => now.has(item) && accept(a, item));
      if (b !== undefined) pair(a, b);
    }
  };

  const byWords: Matcher<T>["byWords"] = (wordsOf, accept = () => true) => {
    const words = new Map([...old, ...now].map((item) => [item, new Set(wordsOf(item))]));
    const carriers = indexed(now, (item) => words.get(item) ?? []);
    const candidates: { readonly a: T; readonly b: T; readonly score: number }[] = [];
    for (const a of old) {
      const shared = new Map<T, number>();
      for (const word of words.get(a) ?? [])
        for (const b of carriers.get(word) ?? []) shared.set(b, (shared.get(b) ?? 0) + 1);
      for (const [b, count] of shared) {
        const all = (words.get(a)?.size ?? 0) + (words.get(b)?.size ?? 0) - count;
        if (accept(a, b)) candidates.push({ a, b, score: count / all });
      }
    }
    for (const { a, b } of candidates.sort((x, y) => y.score - x.score)) {
      if (old.has(a) && now.has(b)) pair(a, b);
    }
  };

  const result = () => matchedOf(order, found, { old, now });
  return { old, now, pair, byText, byWords, result };
}

function matchedOf<T>(
  order: readonly T[],
  found: ReadonlyMap<T, T>,
  left: { readonly old: Iterable<T>; readonly now: Iterable<T> },
): Matched<T> {
  const pairs = order.flatMap((b) => {
    const a = found.get(b);
    return a === undefined ? [] : [[a, b] as const];
  });
  return { pairs, removed: [...left.old], added: [...left.now] };
}

function indexed<T>(
  items: Iterable<T>,
  textsOf: (item: T) => Iterable<string | null>,
): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const item of items)
    for (const text of textsOf(item)) {
      if (text === null) continue;
      const known = found.get(text);
      if (known === undefined) found.set(text, [item]);
      else known.push(item);
    }
  return found;
}
