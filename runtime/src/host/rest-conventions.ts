import type { Logger } from "pino";
import type { Config } from "../config.ts";
import type { RestConventions } from "../rest/conventions.ts";
import { createMemoryRateLimiter } from "../rest/rate-limit.ts";
import { createRedisRateLimiter } from "../rest/rate-limit-redis.ts";
import { createMemoryResponseCache, type ResponseCache } from "../rest/response-cache.ts";
import { createRedisResponseCache } from "../rest/response-cache-redis.ts";
import type { HostTransport } from "./backend.ts";

export interface HostConventionsOptions {
  /** Of the service. */
  readonly id: string;
  readonly config: Config;
  /** One with a Redis shares it. */
  readonly transport: HostTransport;
  readonly log: Logger;
}

/** Counters and caches of a service: in the transport's Redis, for all its processes, or else in this one. */
export function createHostConventions(options: HostConventionsOptions): RestConventions {
  const { id, config, transport, log } = options;
  const { shared: redis } = transport;
  const onOutage = (error: unknown): void =>
    log.warn(
      { err: error },
      "Redis does not answer: requests are counted by each process, no answer is kept",
    );
  const cache = (): ResponseCache =>
    redis === undefined
      ? createMemoryResponseCache(config.responseCacheBytes)
      : createRedisResponseCache({ redis, service: id, onOutage });
  return {
    rates:
      redis === undefined
        ? createMemoryRateLimiter()
        : createRedisRateLimiter({ redis, service: id, onOutage }),
    defaultRate: config.rateLimit,
    cache: config.responseCacheBytes === 0 ? null : cache(),
    cors: config.corsOrigins,
    trustedProxies: config.trustedProxies,
    compressBytes: config.compressBytes,
  };
}
