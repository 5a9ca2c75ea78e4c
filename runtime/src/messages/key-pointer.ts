import { isObject } from "../validation.ts";

const paths = new Map<string, readonly string[]>();
const maxPaths = 10_000;

/** The text that an RFC 6901 pointer finds in `data`; null where there is no text, number or boolean. */
export function valueAt(data: unknown, pointer: string): string | null {
  let value = data;
  for (const token of tokensOf(pointer)) {
    if (Array.isArray(value)) value = value[Number(token)];
    else if (isObject(value) && Object.hasOwn(value, token)) value = value[token];
    else return null;
  }
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : null;
}

/** The tokens of an RFC 6901 pointer, unescaped. */
export function tokensOf(pointer: string): readonly string[] {
  const known = paths.get(pointer);
  if (known !== undefined) return known;
  const tokens = pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
  // Pointers come from contracts, so there are few; those of other processes may be anything.
  if (paths.size >= maxPaths) paths.clear();
  paths.set(pointer, tokens);
  return tokens;
}
