import type { RedisTransportOptions } from "../../../runtime/src/transports/redis.ts";
import type { History } from "../history.ts";
import type { ActorPlace } from "./orders.ts";

/** How the actors of a run reach Redis; warnings go into the history. */
export function transportOptionsOf(place: ActorPlace, history: History): RedisTransportOptions {
  return {
    url: place.url,
    prefix: place.prefix,
    leaseMs: place.leaseMs,
    publishTimeoutMs: place.publishTimeoutMs,
    ...(place.retention === undefined ? null : { retention: place.retention }),
    onWarning: (text) => history.write({ step: "warning", text }),
  };
}
