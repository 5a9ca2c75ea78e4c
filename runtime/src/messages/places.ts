import { isObject, pointerToken } from "../validation.ts";
import { tokensOf } from "./key-pointer.ts";

/**
 * `data` with every value at `pattern` replaced; what leads there is copied, and `data` itself stays as it is. A pattern
 * is an RFC 6901 pointer in which `*` stands for every item of an array and every member of an object. `replace` is
 * told the pointer of each value; absent values are left out.
 */
export function replaceAt(
  data: unknown,
  pattern: string,
  replace: (value: unknown, pointer: string) => unknown,
): unknown {
  return visit(data, tokensOf(pattern), 0, "");

  function visit(value: unknown, tokens: readonly string[], at: number, pointer: string): unknown {
    const token = tokens[at];
    if (token === undefined) return replace(value, pointer);
    const step = (member: unknown, name: string): unknown =>
      visit(member, tokens, at + 1, `${pointer}/${pointerToken(name)}`);
    if (Array.isArray(value)) {
      if (token === "*") return value.map((item, index) => step(item, String(index)));
      const index = /^(0|[1-9]\d*)$/.test(token) ? Number(token) : -1;
      return index in value ? value.with(index, step(value[index], token)) : value;
    }
    if (!isObject(value)) return value;
    if (token === "*") {
      const members = Object.entries(value).filter(([, member]) => member !== undefined);
      return Object.fromEntries(members.map(([name, member]) => [name, step(member, name)]));
    }
    const member = Object.hasOwn(value, token) ? value[token] : undefined;
    return member === undefined ? value : { ...value, [token]: step(member, token) };
  }
}

/** Whether `pointer` is a place that `pattern` names, or lies inside one. */
export function isWithin(pointer: string, pattern: string): boolean {
  const place = tokensOf(pointer);
  const tokens = tokensOf(pattern);
  return (
    tokens.length <= place.length &&
    tokens.every((token, index) => token === "*" || token === place[index])
  );
}
