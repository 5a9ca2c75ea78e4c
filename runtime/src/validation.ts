import { maxViolations, type Violation } from "./violation.ts";

/** Deepest nesting a recursive validator follows; deeper input is refused instead of overflowing the stack. */
export const maxDepth = 256;

/**
 * Records that `value` differs from its schema, up to {@link maxViolations}.
 * A missing value is always reported as `required`.
 */
export function fail(
  violations: Violation[],
  pointer: string,
  keyword: string,
  expected: string,
  value: unknown,
): void {
  if (violations.length >= maxViolations) return;
  const reported = value === undefined ? "required" : keyword;
  const last = violations.at(-1);
  // The parts of an `allOf` often say the same of the same value.
  if (last?.pointer === pointer && last.keyword === reported && last.expected === expected) return;
  violations.push({ pointer, keyword: reported, expected, got: describe(value) });
}

/** Puts `prefix` before the pointers of the violations from index `from` on. */
export function relocate(violations: Violation[], from: number, prefix: string): void {
  for (let i = from; i < violations.length; i++) {
    const violation = violations[i];
    if (violation !== undefined) {
      violations[i] = { ...violation, pointer: prefix + violation.pointer };
    }
  }
}

/**
 * Whether a recursive validator has to stop here: the report is full, or the input is nested deeper
 * than {@link maxDepth}, which is a violation of its own.
 */
export function exhausted(
  depth: number,
  path: string,
  violations: Violation[],
  value: unknown,
): boolean {
  if (violations.length >= maxViolations) return true;
  if (depth <= maxDepth) return false;
  fail(violations, path, "$ref", `at most ${maxDepth} levels of nesting`, value);
  return true;
}

/** Whether a value is a JSON object: neither null nor an array. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Length of a string in Unicode code points; a lone surrogate counts as one. */
export function codePointLength(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) {
      length--;
      i++;
    }
  }
  return length;
}

/** Number of own properties that JSON would carry. */
export function countProperties(value: object): number {
  let count = 0;
  for (const key in value) if (Object.hasOwn(value, key)) count++;
  return count;
}

/** Whether `value` is a multiple of `step`, as decimals: 0.3 is a multiple of 0.1. */
export function isMultipleOf(value: number, step: number): boolean {
  const quotient = value / step;
  if (Number.isInteger(quotient)) return true;
  return (
    Math.abs(quotient - Math.round(quotient)) <= Number.EPSILON * Math.max(Math.abs(quotient), 1)
  );
}

/** Whether two JSON values are equal: numbers by value, objects regardless of member order. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  return canonical(a) === canonical(b);
}

/** Index of the first item equal to an earlier one, -1 if all differ. Linear in the size of the items. */
export function duplicateIndex(items: readonly unknown[]): number {
  if (items.length <= 8 && items.every((item) => typeof item !== "object" || item === null)) {
    for (let i = 1; i < items.length; i++) if (items.indexOf(items[i]) < i) return i;
    return -1;
  }
  const seen = new Set<unknown>();
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    // Objects become strings that no string item can equal: those are kept as themselves, these in an own set.
    const key = typeof item === "object" && item !== null ? `\u0000${canonical(item)}` : item;
    const known = typeof item === "string" ? `"${item}` : key;
    if (seen.has(known)) return i;
    seen.add(known);
  }
  return -1;
}

/** One string for all equal JSON values. Iterative, so that deep input cannot overflow the stack. */
function canonical(root: object): string {
  let text = "";
  const pending: ({ value: unknown } | { text: string })[] = [{ value: root }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if ("text" in next) {
      text += next.text;
      continue;
    }
    const { value } = next;
    if (Array.isArray(value)) {
      text += "[";
      pending.push({ text: "]" });
      for (let i = value.length - 1; i >= 0; i--) pending.push({ text: "," }, { value: value[i] });
    } else if (isObject(value)) {
      text += "{";
      pending.push({ text: "}" });
      for (const key of Object.keys(value).sort().reverse()) {
        if (value[key] === undefined) continue;
        pending.push({ text: "," }, { value: value[key] }, { text: `${JSON.stringify(key)}:` });
      }
    } else {
      text += JSON.stringify(value) ?? "null";
    }
  }
  return text;
}

const shownLength = 40;

/** A value in a few words for reports: `string "abc"`, `number 12`, `array of 3 items`, `nothing`. */
export function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (typeof value === "string") {
    const shown = value.length > shownLength ? `${value.slice(0, shownLength)}…` : value;
    return `string ${JSON.stringify(shown)}`;
  }
  if (typeof value === "number" || typeof value === "boolean") return `${typeof value} ${value}`;
  if (Array.isArray(value))
    return `array of ${value.length} ${value.length === 1 ? "item" : "items"}`;
  return typeof value;
}

/** A property name as one token of an RFC 6901 pointer. */
export function pointerToken(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
