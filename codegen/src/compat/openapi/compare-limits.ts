import { type Cache, cacheOf, type Rate, rateOf } from "../../model/limits.ts";
import type { Change } from "../change.ts";
import { shown } from "../schema/values/json.ts";
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

/** A limit is no lower where neither a burst nor the long run is cut. */
function compareRates(was: Rate | null, is: Rate | null): "same" | "lower" | "higher" | "unknown" {
  if (was === null || is === null) return "unknown";
  if ((was.windowMs === null) !== (is.windowMs === null)) return "unknown";
  if (was.by !== is.by) return "unknown";
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

/** Compares `x-berrys-etag`. Clients compare whole tags, so that it does not matter to them what one is made of. */
export function compareEtag(scope: Scope, pair: ExtensionPair): readonly Change[] {
  const was = typeof pair.old?.value === "string";
  const is = typeof pair.now?.value === "string";
  if (was === is) return [];
  return [
    extensionChange(scope, pair, {
      rule: is ? "openapi/etag-added" : "openapi/etag-removed",
      message: is ? "Answers now have an `ETag`" : "Answers no longer have an `ETag`",
    }),
  ];
}

function forTime({ seconds }: Cache): string {
  return seconds === null ? " without end" : ` ${seconds} s`;
}

/** `100 requests in 60 s`, or what is written where nobody can read it. */
function words(value: unknown): string {
  const rate = rateOf(value);
  if (rate === null) return `\`${shown(value)}\``;
  const { requests, windowMs, by } = rate;
  const noun = requests === 1 ? "1 request" : `${requests} requests`;
  const whose = by === "address" ? `${noun} of an address` : noun;
  if (windowMs === null) return whose;
  return `${whose} in ${windowMs % 1000 === 0 ? `${windowMs / 1000} s` : `${windowMs} ms`}`;
}
