/** What every answer tells browsers: take it for what it says it is, show it in no frame, tell nobody where you were. */
export const securityHeaders = [
  ["x-content-type-options", "nosniff"],
  ["x-frame-options", "DENY"],
  ["referrer-policy", "no-referrer"],
] as const;

/** Added over TLS: come back over TLS alone, for a year. */
export const transportSecurity = [
  "strict-transport-security",
  "max-age=31536000; includeSubDomains",
] as const;
