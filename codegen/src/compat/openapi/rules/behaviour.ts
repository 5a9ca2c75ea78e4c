import type { Rules } from "../../../findings/rule.ts";

/** Extensions that change how an operation behaves. */
export const behaviourRules = {
  "openapi/roles-tightened": {
    title: "An operation refuses a role that it answered",
    level: "error",
    why: "Old callers with this role get 403.",
    fix: "Keep the role in `x-berrys-roles`.",
  },
  "openapi/roles-loosened": {
    title: "An operation answers one more role",
    level: "info",
    why: "Nobody fails; look whether it is meant.",
    fix: "Nothing to do where it is meant.",
  },
  "openapi/rate-limit-added": {
    title: "An operation has a rate limit where it had none",
    level: "error",
    why: "Old clients that call faster get 429.",
    fix: "Choose a limit above what clients do today, and announce it.",
  },
  "openapi/rate-limit-lowered": {
    title: "The rate limit of an operation was lowered",
    level: "error",
    why: "Old clients that keep to the old limit get 429.",
    fix: "Keep the limit, or announce the lower one and wait.",
  },
  "openapi/rate-limit-raised": {
    title: "The rate limit of an operation was raised",
    level: "info",
    why: "Nobody fails: clients may call more often.",
    fix: "Nothing to do.",
  },
  "openapi/rate-limit-removed": {
    title: "An operation has no rate limit any more",
    level: "info",
    why: "Nobody fails: clients may call more often.",
    fix: "Nothing to do.",
  },
  "openapi/rate-limit-changed": {
    title: "The rate limit of an operation changed in a way that cannot be compared",
    level: "warn",
    why: "Old clients that keep to the old limit may get 429.",
    fix: "Write the limit as `{requests, window_ms}`, so that it can be compared.",
  },
  "openapi/timeout-added": {
    title: "An operation ends after a time where it had no limit",
    level: "warn",
    why: "Old calls that take longer fail with 504.",
    fix: "Choose a time above what calls take today.",
  },
  "openapi/timeout-lowered": {
    title: "An operation ends after a shorter time",
    level: "warn",
    why: "Old calls that took longer than the new time fail with 504.",
    fix: "Keep `x-berrys-timeout`, or look how long calls take first.",
  },
  "openapi/timeout-raised": {
    title: "An operation may take longer",
    level: "info",
    why: "Clients that wait less than the new time give up before the answer comes.",
    fix: "Tell clients to wait longer.",
  },
  "openapi/cache-added": {
    title: "Responses may be kept where they were always fresh",
    level: "warn",
    why: "Old clients that read after they write may see what was before.",
    fix: "Keep responses fresh, or name the cache in the description.",
  },
  "openapi/cache-lengthened": {
    title: "Responses may be kept for longer",
    level: "warn",
    why: "Old clients may see older data than before.",
    fix: "Keep the time.",
  },
  "openapi/cache-shortened": {
    title: "Responses may be kept for a shorter time",
    level: "info",
    why: "Nobody fails: data is fresher; there are more requests.",
    fix: "Nothing to do.",
  },
  "openapi/cache-removed": {
    title: "Responses may no longer be kept",
    level: "info",
    why: "Nobody fails: data is fresher; there are more requests.",
    fix: "Nothing to do.",
  },
  "openapi/cache-changed": {
    title: "Responses are kept by other rules",
    level: "warn",
    why: "Responses that were kept for one caller may be shown to others, or are asked for again.",
    fix: "Keep `x-berrys-cache` but for its time.",
  },
  "openapi/idempotence-dropped": {
    title: "An operation can no longer be repeated safely",
    level: "error",
    why: "Old clients repeat a request that got no answer; it then has its effect twice.",
    fix: "Keep the operation idempotent.",
  },
  "openapi/idempotence-gained": {
    title: "An operation may be repeated safely",
    level: "info",
    why: "Nobody fails.",
    fix: "Nothing to do.",
  },
  "openapi/owner-changed": {
    title: "An operation belongs to another service",
    level: "warn",
    why: "Clients behind the gateway notice nothing; those that call the service itself are no longer answered.",
    fix: "Let the old service pass requests on until its callers have moved.",
  },
  "openapi/etag-added": {
    title: "Answers of an operation have an ETag",
    level: "info",
    why: "Nobody fails: old clients do not send it back.",
    fix: "Nothing to do.",
  },
  "openapi/etag-removed": {
    title: "Answers of an operation no longer have an ETag",
    level: "warn",
    why: "Clients that send it back get every answer whole, and cannot tell any more whether somebody else changed what they change.",
    fix: "Keep `x-berrys-etag`.",
  },
  "openapi/location-added": {
    title: "A response names where the new resource lies",
    level: "info",
    why: "Nobody fails: old clients do not read it.",
    fix: "Nothing to do.",
  },
  "openapi/location-changed": {
    title: "A response names another place for the new resource",
    level: "warn",
    why: "Clients that follow `Location` come to another resource than they expect.",
    fix: "Keep `x-berrys-location`.",
  },
  "openapi/location-removed": {
    title: "A response no longer names where the new resource lies",
    level: "error",
    why: "Old clients read `Location` and do not find it.",
    fix: "Keep `x-berrys-location`.",
  },
} as const satisfies Rules;
