import { isObject, member } from "../../load/pointer.ts";
import type { Change } from "../change.ts";
import { type ExtensionPair, extensionChange } from "./extension.ts";
import { sameValue } from "./read/located.ts";
import type { OpenapiRule } from "./rules.ts";
import type { Scope } from "./scope.ts";

/** Compares `x-berrys-rate-limit`. */
export function compareRateLimit(scope: Scope, pair: ExtensionPair): readonly Change[] {
  const was = pair.old?.value ?? null;
  const is = pair.now?.value ?? null;
  if (sameValue(was, is)) return [];
  const told = (rule: OpenapiRule, message: string) => [
    extensionChange(scope, pair, { rule, message }),
  ];
  if (was === null) {
    return told("openapi/rate-limit-added", `The rate is now limited to ${words(is)}`);
  }
  if (is === null) return told("openapi/rate-limit-removed", "The rate is no longer limited");
  const message = `The rate is now limited to ${words(is)} instead of ${words(was)}`;
  const order = compareRates(rateOf(was), rateOf(is));
  switch (order) {
    case "same":
      return [];
    case "lower":
      return told("openapi/rate-limit-lowered", message);
    case "higher":
      return told("openapi/rate-limit-raised", message);
    case "unknown":
      return told("openapi/rate-limit-changed", message);
  }
}

interface Rate {
  readonly requests: number;
  /** Null: whatever the API counts in. */
  readonly windowMs: number | null;
}

/** `100`, `100/min`, `{requests: 100, window_ms: 60000}` and the spellings that are common for them. */
function rateOf(value: unknown): Rate | null {
  if (typeof value === "number") return { requests: value, windowMs: null };
  if (typeof value === "string") {
    const parts = /^\s*(\d+)\s*(?:\/|per)\s*(\d*)\s*([a-z]+)\s*$/i.exec(value);
    const unit = unitMs(parts?.[3] ?? "");
    return parts === null || unit === null
      ? null
      : { requests: Number(parts[1]), windowMs: Number(parts[2] || 1) * unit };
  }
  if (!isObject(value)) return null;
  const requests = ["requests", "limit", "max", "rate"]
    .map((key) => member(value, key))
    .find((item) => typeof item === "number");
  return requests === undefined ? null : { requests, windowMs: windowOf(value) };
}

function windowOf(value: Readonly<Record<string, unknown>>): number | null {
  const factors = { window_ms: 1, window_s: 1000, window_seconds: 1000, window: 1000 };
  for (const [key, factor] of Object.entries(factors)) {
    const found = member(value, key);
    if (typeof found === "number") return found * factor;
  }
  const per = member(value, "per");
  return typeof per === "string" ? unitMs(per) : null;
}

function unitMs(text: string): number | null {
  const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  const word = text.toLowerCase();
  if (word === "ms" || word.startsWith("milli")) return units.ms;
  const letter = word.slice(0, 1);
  return letter === "s" || letter === "m" || letter === "h" || letter === "d"
    ? units[letter]
    : null;
}

/** A limit is no lower where neither a burst nor the long run is cut. */
function compareRates(was: Rate | null, is: Rate | null): "same" | "lower" | "higher" | "unknown" {
  if (was === null || is === null) return "unknown";
  if ((was.windowMs === null) !== (is.windowMs === null)) return "unknown";
  const perMs = ({ requests, windowMs }: Rate) => requests / (windowMs ?? 1);
  const long = Math.sign(perMs(is) - perMs(was));
  const burst = Math.sign(is.requests - was.requests);
  if (long < 0 || burst < 0) return "lower";
  return long > 0 || burst > 0 ? "higher" : "same";
}

/** Compares `x-berrys-cache`. */
export function compareCache(scope: Scope, pair: ExtensionPair): readonly Change[] {
  const was = cacheOf(pair.old?.value);
  const is = cacheOf(pair.now?.value);
  const told = (rule: OpenapiRule, message: string) =>
    extensionChange(scope, pair, { rule, message });
  if (was === null || is === null) {
    if (was === is) return [];
    return is === null
      ? [told("openapi/cache-removed", "Responses may no longer be kept")]
      : [told("openapi/cache-added", `Responses may now be kept${forTime(is)}`)];
  }
  const changes: Change[] = [];
  if (was.seconds !== is.seconds) {
    const isLonger = (is.seconds ?? Infinity) > (was.seconds ?? Infinity);
    changes.push(
      told(
        isLonger ? "openapi/cache-lengthened" : "openapi/cache-shortened",
        `Responses may now be kept${forTime(is)} instead of${forTime(was)}`,
      ),
    );
  }
  if (!sameValue(was.rest, is.rest)) {
    changes.push(told("openapi/cache-changed", "Responses are now kept by other rules"));
  }
  return changes;
}

interface Cache {
  /** Null: no end is named. */
  readonly seconds: number | null;
  /** Everything else that is said, such as `scope: private`. */
  readonly rest: unknown;
}

/** `60`, `{max_age: 60, scope: private}`, or the value of a `Cache-Control` header; null: nothing is kept. */
function cacheOf(value: unknown): Cache | null {
  if (value === undefined || value === null || value === false || value === 0) return null;
  if (typeof value === "number") return { seconds: value, rest: {} };
  if (typeof value === "string") return cacheControl(value);
  if (!isObject(value)) return { seconds: null, rest: value };
  const {
    max_age,
    "max-age": maxAge,
    max_age_s,
    ttl_s,
    seconds,
    max_age_ms,
    ttl_ms,
    ...rest
  } = value;
  const whole = [max_age, maxAge, max_age_s, ttl_s, seconds].find(
    (item) => typeof item === "number",
  );
  const parts = [max_age_ms, ttl_ms].find((item) => typeof item === "number");
  const found = whole ?? (parts === undefined ? undefined : parts / 1000);
  return found === 0 ? null : { seconds: found ?? null, rest };
}

function cacheControl(text: string): Cache | null {
  const directives = text
    .toLowerCase()
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .sort();
  if (directives.includes("no-store")) return null;
  const age = directives.find((part) => part.startsWith("max-age="));
  const seconds = age === undefined ? null : Number(age.slice("max-age=".length));
  return seconds === 0 ? null : { seconds, rest: directives.filter((part) => part !== age) };
}

function forTime({ seconds }: Cache): string {
  return seconds === null ? " without end" : ` ${seconds} s`;
}

function words(value: unknown): string {
  return `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
}
