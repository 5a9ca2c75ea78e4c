/** Appends one segment to an RFC 6901 pointer. */
export function append(pointer: string, segment: string | number): string {
  const text = String(segment);
  // Walking a document appends millions of times, and hardly any segment has something to escape.
  if (!text.includes("/") && !text.includes("~")) return `${pointer}/${text}`;
  return `${pointer}/${text.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The unescaped segments of a pointer; the root pointer has none. */
export function segmentsOf(pointer: string): readonly string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The pointer without its last segment; the root stays the root. */
export function parentOf(pointer: string): string {
  return pointer.slice(0, Math.max(0, pointer.lastIndexOf("/")));
}

/** True for a JSON object (no array, no null). */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The member of an object or array that a segment names, or undefined. Never reads the prototype. */
export function member(value: unknown, segment: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, segment))
    return undefined;
  return (value as Readonly<Record<string, unknown>>)[segment];
}
