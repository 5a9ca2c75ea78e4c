import { RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import type { RestRateLimitDefinition } from "../definitions.ts";
import { defineScript, type RedisScript } from "../transports/redis/connection.ts";
import type { SharedRedis } from "../transports/sharing.ts";
import { createMemoryRateLimiter, type RateLimiter, type RateState } from "./rate-limit.ts";

export interface RedisRateLimiterOptions {
  readonly redis: SharedRedis;
  /** Service whose requests are counted. */
  readonly service: string;
  /** Told when Redis stops to answer and requests are counted in this process alone, once an outage. */
  readonly onOutage: (error: unknown) => void;
  /** Milliseconds that a request waits for Redis, default 100. */
  readonly patienceMs?: number;
}

/** Requests that a process counted at once with Redis and has not had yet. */
interface Lease {
  left: number;
  /** What Redis has left for everybody. */
  shared: number;
  endsAt: number;
}

const maxKeys = 100_000;
/** Milliseconds for which Redis is left alone after it did not answer. */
const restMs = 1_000;

/**
 * Counts in Redis, for all processes together. Where much is left, a process counts up to a hundredth of the limit at
 * once, so that most requests cost no round trip; what it does not use is lost to others until the window ends. The
 * limit itself is never exceeded while Redis answers. Without Redis each process counts for itself.
 */
export function createRedisRateLimiter(options: RedisRateLimiterOptions): RateLimiter {
  const { redis, service, onOutage, patienceMs = 100 } = options;
  const client = clientOf(redis);
  const limiters = new Map<string, RateLimiterRedis>();
  const leases = new Map<string, Lease>();
  const insurance = createMemoryRateLimiter();
  let restsUntil = Number.NEGATIVE_INFINITY;

  const limiterOf = ({ requests, windowMs }: RestRateLimitDefinition): RateLimiterRedis => {
    const duration = Math.max(1, Math.round(windowMs / 1000));
    const name = `${requests}/${duration}`;
    const known = limiters.get(name);
    if (known !== undefined) return known;
    const keyPrefix = `${redis.prefix}:{rest/${service}/rate`;
    const made = new RateLimiterRedis({
      storeClient: client,
      points: requests,
      duration,
      keyPrefix,
    });
    limiters.set(name, made);
    return made;
  };

  const ask = async (key: string, limit: RestRateLimitDefinition): Promise<RateState> => {
    const known = leases.get(key);
    const most = Math.floor(limit.requests / 100);
    const points = known !== undefined && known.shared >= 4 * most ? Math.max(1, most) : 1;
    try {
      const counted = limiterOf(limit).consume(`${encodeURIComponent(key)}}`, points);
      return grant(key, points, await within(counted, patienceMs));
    } catch (error) {
      if (error instanceof RateLimiterRes) return deny(key, error);
      if (performance.now() >= restsUntil) onOutage(error);
      restsUntil = performance.now() + restMs;
      return insurance.take(key, limit);
    }
  };

  const remember = (key: string, lease: Lease): void => {
    if (!leases.has(key) && leases.size >= maxKeys) leases.clear();
    leases.set(key, lease);
  };

  const grant = (key: string, points: number, counted: RateLimiterRes): RateState => {
    const before = leases.get(key);
    const endsAt = performance.now() + counted.msBeforeNext;
    const left = before === undefined || isOver(before) ? 0 : before.left;
    const lease = { left: left + points - 1, shared: counted.remainingPoints, endsAt };
    remember(key, lease);
    return stateOf(lease, true);
  };

  const deny = (key: string, counted: RateLimiterRes): RateState => {
    const lease = { left: 0, shared: 0, endsAt: performance.now() + counted.msBeforeNext };
    remember(key, lease);
    return stateOf(lease, false);
  };

  return {
    take: (key, limit) => {
      const lease = leases.get(key);
      if (lease !== undefined && isOver(lease)) leases.delete(key);
      else if (lease !== undefined && lease.left > 0) {
        lease.left -= 1;
        return stateOf(lease, true);
      } else if (lease !== undefined && lease.shared === 0) return stateOf(lease, false);
      if (performance.now() < restsUntil) return insurance.take(key, limit);
      return ask(key, limit);
    },
  };
}

function isOver({ endsAt }: Lease): boolean {
  return endsAt <= performance.now();
}

function stateOf({ left, shared, endsAt }: Lease, allowed: boolean): RateState {
  return { allowed, remaining: left + shared, resetMs: Math.max(0, endsAt - performance.now()) };
}

async function within<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`Redis gave no answer in ${timeoutMs} ms`)),
      timeoutMs,
    );
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Our connection as the library wants its client: it defines its script, and calls it by name. */
function clientOf({ commands }: SharedRedis) {
  let script: RedisScript | null = null;
  return {
    defineCommand: (_name: string, { lua }: { readonly lua: string }): void => {
      script ??= defineScript(lua);
    },
    rlflxIncr: ([key = "", ...args]: readonly string[]): Promise<unknown> => {
      if (script === null) throw new Error("the script of the rate limiter is not known");
      return commands.run(script, [key], args);
    },
  };
}
