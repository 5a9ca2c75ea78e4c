import type { RestRateLimitDefinition } from "../definitions.ts";
import { BerrysError } from "../errors.ts";

/** How a request stands to its limit. */
export interface RateState {
  /** False: the request is one too many. */
  readonly allowed: boolean;
  /** Requests that are left in the window. */
  readonly remaining: number;
  /** Milliseconds until the window ends. */
  readonly resetMs: number;
}

/** Counts requests in windows that begin with a key's first request. */
export interface RateLimiter {
  /** Counts one request. A value where it is known at once, as in memory. */
  take(key: string, limit: RestRateLimitDefinition): RateState | Promise<RateState>;
}

interface Window {
  used: number;
  readonly endsAt: number;
}

export interface MemoryRateLimiterOptions {
  /** Keys that are remembered at most, default 100,000; beyond it the oldest windows are forgotten. */
  readonly maxKeys?: number;
  /** Milliseconds of a clock that never goes back; default: the process's. */
  readonly now?: () => number;
}

/** Counts in this process. */
export function createMemoryRateLimiter(options: MemoryRateLimiterOptions = {}): RateLimiter {
  const { maxKeys = 100_000, now = () => performance.now() } = options;
  const windows = new Map<string, Window>();
  const sweep = (at: number): void => {
    for (const [key, window] of windows) if (window.endsAt <= at) windows.delete(key);
    // Many at once, so that a flood of new keys does not pay for this with every one of them.
    const most = Math.floor(maxKeys * 0.9);
    for (const key of windows.keys()) {
      if (windows.size <= most) return;
      windows.delete(key);
    }
  };
  return {
    take: (key, { requests, windowMs }) => {
      const at = now();
      let window = windows.get(key);
      if (window === undefined || window.endsAt <= at) {
        if (window === undefined && windows.size >= maxKeys) sweep(at);
        window = { used: 0, endsAt: at + windowMs };
        windows.set(key, window);
      }
      if (window.used < requests) window.used += 1;
      else return { allowed: false, remaining: 0, resetMs: window.endsAt - at };
      return {
        allowed: true,
        remaining: requests - window.used,
        resetMs: window.endsAt - at,
      };
    },
  };
}

/** Values of `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10). */
export interface RateHeaders {
  readonly policy: string;
  readonly limit: string;
}

/** `policy` names the limit to clients: `default`, or the operation that has its own. */
export function rateHeaders(
  policy: string,
  { requests, windowMs }: RestRateLimitDefinition,
  state: RateState,
): RateHeaders {
  return {
    policy: `"${policy}";q=${requests};w=${Math.ceil(windowMs / 1000)}`,
    limit: `"${policy}";r=${state.remaining};t=${secondsOf(state)}`,
  };
}

/** What a request beyond its limit is answered with. */
export function tooManyRequests(limit: RestRateLimitDefinition, state: RateState): BerrysError {
  const { requests, windowMs } = limit;
  return new BerrysError(
    "resource_exhausted",
    `The limit of ${requests} requests in ${windowMs / 1000} seconds is used up.`,
    { details: { retry_after: secondsOf(state) } },
  );
}

/** Whole seconds, upwards: who waits so long finds a new window. */
function secondsOf({ resetMs }: RateState): number {
  return Math.max(1, Math.ceil(resetMs / 1000));
}
