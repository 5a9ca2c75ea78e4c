import { didYouMean } from "../diagnostics/nearest.ts";
import { isObject, member } from "../load/pointer.ts";

/** What `x-berrys-rate-limit` allows. */
export interface Rate {
  readonly requests: number;
  /** Null: whatever the API counts in. */
  readonly windowMs: number | null;
  /** Whose requests are counted together. */
  readonly by: RateKey;
}

/** Who calls, or the address that the call comes from; without a caller it is the address either way. */
export type RateKey = "principal" | "address";

/** What `x-berrys-cache` allows. */
export interface Cache {
  /** Null: no end is named. */
  readonly seconds: number | null;
  /** Everything else that clients notice, such as `scope: private`. */
  readonly rest: unknown;
}

const counts = ["requests", "limit", "max", "rate"];
const windows = { window_ms: 1, window_s: 1000, window_seconds: 1000, window: 1000 };
const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const ages = { max_age: 1, "max-age": 1, max_age_s: 1, ttl_s: 1, seconds: 1 };
const fineAges = { max_age_ms: 1000, ttl_ms: 1000 };
const cacheMembers = [
  "scope",
  "vary",
  "must_revalidate",
  "stale_while_revalidate",
  "stale_if_error",
  "invalidated_by",
];

/** `100`, `100/min`, `{requests: 100, window_ms: 60000}` and the spellings that are common for them; null: none of them. */
export function rateOf(value: unknown): Rate | null {
  if (typeof value === "number") return { requests: value, windowMs: null, by: "principal" };
  if (typeof value === "string") {
    const parts = /^\s*(\d+)\s*(?:\/|per)\s*(\d*)\s*([a-z]+)\s*$/i.exec(value);
    const unit = unitMs(parts?.[3] ?? "");
    return parts === null || unit === null
      ? null
      : { requests: Number(parts[1]), windowMs: Number(parts[2] || 1) * unit, by: "principal" };
  }
  if (!isObject(value)) return null;
  const requests = counts.map((key) => member(value, key)).find((item) => typeof item === "number");
  const by = value.by === "address" ? "address" : "principal";
  return requests === undefined ? null : { requests, windowMs: windowOf(value), by };
}

function windowOf(value: Readonly<Record<string, unknown>>): number | null {
  for (const [key, factor] of Object.entries(windows)) {
    const found = member(value, key);
    if (typeof found === "number") return found * factor;
  }
  const per = member(value, "per");
  return typeof per === "string" ? unitMs(per) : null;
}

function unitMs(text: string): number | null {
  const word = text.toLowerCase();
  if (word === "ms" || word.startsWith("milli")) return units.ms;
  const letter = word.slice(0, 1);
  return letter === "s" || letter === "m" || letter === "h" || letter === "d"
    ? units[letter]
    : null;
}

/** `60`, `{max_age: 60, scope: private}`, or the value of a `Cache-Control` header; null: nothing is kept. */
export function cacheOf(value: unknown): Cache | null {
  if (value === undefined || value === null || value === false || value === 0) return null;
  if (typeof value === "number") return { seconds: value, rest: {} };
  if (typeof value === "string") return cacheControl(value);
  if (!isObject(value)) return { seconds: null, rest: value };
  const known = Object.entries({ ...ages, ...fineAges });
  const found = known.find(([key]) => typeof member(value, key) === "number");
  const seconds = found === undefined ? null : Number(member(value, found[0])) / found[1];
  const rest = Object.fromEntries(
    Object.entries(value).filter(
      ([key]) => key !== "invalidated_by" && !known.some(([name]) => name === key),
    ),
  );
  return seconds === 0 ? null : { seconds, rest };
}

function cacheControl(text: string): Cache | null {
  const directives = directivesOf(text).sort();
  if (directives.includes("no-store")) return null;
  const age = directives.find((part) => part.startsWith("max-age="));
  const seconds = age === undefined ? null : Number(age.slice("max-age=".length));
  return seconds === 0 ? null : { seconds, rest: directives.filter((part) => part !== age) };
}

function directivesOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** What is wrong with a value and how to mend it. */
export interface LimitMistake {
  /** What was expected, after `must be`. */
  readonly expected: string;
  readonly hint: string | undefined;
}

const rateForm =
  "`{requests, window_ms}` with whole numbers from 1 and perhaps `by: principal` or `by: address`, or a text such as `100/min`";
const rateExample = "write `{ requests: 100, window_ms: 60000 }`";

/** Null: `x-berrys-rate-limit` may hold the value. */
export function rateMistake(value: unknown): LimitMistake | null {
  const stray = strayMember(value, [...counts, ...Object.keys(windows), "per", "by"], rateForm);
  if (stray !== null) return stray;
  const rate = rateOf(value);
  const by = member(value, "by");
  const isRight =
    rate !== null &&
    (by === undefined || by === "principal" || by === "address") &&
    isCount(rate.requests) &&
    (rate.windowMs === null ? !isObject(value) || !saysWindow(value) : isCount(rate.windowMs));
  return isRight ? null : { expected: rateForm, hint: rateExample };
}

/** A window that cannot be read, such as `window_ms: soon`. */
function saysWindow(value: Readonly<Record<string, unknown>>): boolean {
  return [...Object.keys(windows), "per"].some((key) => Object.hasOwn(value, key));
}

const cacheForm =
  "seconds, `{max_age, scope}` with seconds and `private` or `public`, a `Cache-Control` text, or false";
const cacheTimes = ["stale_while_revalidate", "stale_if_error"];
const cacheExample = "write `{ max_age: 60, scope: private }`";
const directive =
  /^(no-store|no-cache|private|public|must-revalidate|proxy-revalidate|must-understand|no-transform|immutable|(max-age|s-maxage|stale-while-revalidate|stale-if-error)=\d+)$/;

/** Null: `x-berrys-cache` may hold the value. */
export function cacheMistake(value: unknown): LimitMistake | null {
  const names = [...Object.keys({ ...ages, ...fineAges }), ...cacheMembers];
  const stray = strayMember(value, names, cacheForm);
  if (stray !== null) return stray;
  return isCache(value) ? null : { expected: cacheForm, hint: cacheExample };
}

function isCache(value: unknown): boolean {
  if (value === false || value === null) return true;
  if (typeof value === "number") return isWhole(value);
  if (typeof value === "string") {
    const directives = directivesOf(value);
    return directives.length > 0 && directives.every((one) => directive.test(one));
  }
  if (!isObject(value)) return false;
  const times = Object.keys({ ...ages, ...fineAges }).filter((key) => Object.hasOwn(value, key));
  const scope = member(value, "scope");
  return (
    times.length === 1 &&
    times.every((key) => isWhole(member(value, key))) &&
    (scope === undefined || scope === "private" || scope === "public") &&
    cacheTimes.every((key) => isAbsentOr(isWhole, member(value, key))) &&
    ["vary", "invalidated_by"].every((key) => isAbsentOr(isTexts, member(value, key))) &&
    isAbsentOr((flag) => typeof flag === "boolean", member(value, "must_revalidate"))
  );
}

/** A misspelt member would be read as if it were not there. */
function strayMember(
  value: unknown,
  known: readonly string[],
  expected: string,
): LimitMistake | null {
  if (!isObject(value)) return null;
  const stray = Object.keys(value).find((key) => !known.includes(key));
  if (stray === undefined) return null;
  return { expected, hint: didYouMean(stray, known, `take \`${stray}\` out`) };
}

function isAbsentOr(holds: (value: unknown) => boolean, value: unknown): boolean {
  return value === undefined || holds(value);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "");
}

function isWhole(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0;
}

function isCount(value: unknown): boolean {
  return isWhole(value) && Number(value) >= 1;
}
