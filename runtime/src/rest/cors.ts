/** Which pages of other origins may call the API from a browser. */
export type CorsOrigins = "*" | readonly string[];

type HeaderList = readonly (readonly [name: string, value: string])[];

/** Headers that pages may read beside those that are always readable. */
const exposed = [
  "ETag",
  "Link",
  "Location",
  "Retry-After",
  "RateLimit",
  "RateLimit-Policy",
  "X-Correlation-Id",
  "Idempotency-Replayed",
].join(", ");

/** Seconds for which a browser need not ask again. */
const preflightSeconds = 600;
const headerNames = /^[\w!#$%&'*+.^`|~-]+(\s*,\s*[\w!#$%&'*+.^`|~-]+)*$/;
const maxHeaderNames = 1024;

/**
 * Headers of an answer to a page of `origin`, of a refusal too: without them the page cannot read why. Credentials are
 * never allowed: callers authenticate with a header, which pages set themselves. No `origins`: no page of another one.
 */
export function corsHeaders(origins: CorsOrigins | null, origin: string | null): HeaderList {
  if (origins === null) return [];
  const vary = ["vary", "origin"] as const;
  if (origins === "*")
    return [
      ["access-control-allow-origin", "*"],
      ["access-control-expose-headers", exposed],
    ];
  if (origin === null || !origins.includes(origin)) return [vary];
  return [
    ["access-control-allow-origin", origin],
    ["access-control-expose-headers", exposed],
    vary,
  ];
}

/** What a browser asks before it sends a request that a form could not have sent. */
export interface Preflight {
  readonly origin: string | null;
  /** `Access-Control-Request-Method`. */
  readonly method: string | null;
  /** `Access-Control-Request-Headers`. */
  readonly headers: string | null;
}

/** Further headers of the answer to a preflight; `allow` is what the path takes. None where it is no preflight. */
export function preflightHeaders(
  origins: CorsOrigins | null,
  { origin, method, headers }: Preflight,
  allow: string,
): HeaderList {
  if (origins === null || origin === null || method === null) return [];
  if (origins !== "*" && !origins.includes(origin)) return [];
  const isSane =
    headers !== null && headers.length <= maxHeaderNames && headerNames.test(headers.trim());
  return [
    ["access-control-allow-methods", allow],
    ...(isSane ? [["access-control-allow-headers", headers.trim()] as const] : []),
    ["access-control-max-age", String(preflightSeconds)],
  ];
}
