import type { JsonObject } from "./schema.ts";

const masked = "[masked]";

/** A copy of `data` in which what the JSON pointers name is masked; pointers that lead nowhere are passed over. */
export function mask(data: JsonObject, pointers: readonly string[]): JsonObject {
  return pointers.reduce((copy, pointer) => maskOne(copy, tokensOf(pointer)), data);
}

function maskOne(value: JsonObject, [token, ...rest]: readonly string[]): JsonObject {
  if (token === undefined || !Object.hasOwn(value, token)) return value;
  const child = value[token];
  if (rest.length === 0) return { ...value, [token]: masked };
  return isObject(child) ? { ...value, [token]: maskOne(child, rest) } : value;
}

function tokensOf(pointer: string): readonly string[] {
  const tokens = pointer.split("/").slice(1);
  return tokens.map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
