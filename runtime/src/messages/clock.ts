let cachedAt = -1;
let cached = "";

/** The time as RFC 3339 in UTC with milliseconds. Formatting is dearer than the rest of an envelope, so it is kept per millisecond. */
export function timestamp(): string {
  const now = Date.now();
  if (now !== cachedAt) {
    cachedAt = now;
    cached = new Date(now).toISOString();
  }
  return cached;
}
