import { isObject } from "../../load/pointer.ts";

/** The value as text in which the order of members does not count. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isObject(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : part,
  );
}

/** Equal as JSON, whatever the order of members. */
export function isEqual(a: unknown, b: unknown): boolean {
  return a === b || canonical(a) === canonical(b);
}

/** What only the first list has, each once, in order. */
export function missing<T>(from: Iterable<T>, other: Iterable<T>): readonly T[] {
  const known = new Set(other);
  return [...new Set(from)].filter((item) => !known.has(item));
}
