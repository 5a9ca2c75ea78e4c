import type { RestOperationDefinition } from "../definitions.ts";

/**
 * `Cache-Control` of what an operation answers; null: its contract says nothing. Where roles decide who may ask, caches
 * on the way must not answer for the service: there `public` means that the service itself keeps one answer for all.
 */
export function cacheControlOf({ cache, roles }: RestOperationDefinition): string | null {
  if (cache === undefined) return null;
  const isShared = cache.scope === "public" && (roles === null || roles.length === 0);
  return [
    isShared ? "public" : "private",
    `max-age=${cache.maxAgeSeconds}`,
    ...cache.directives,
  ].join(", ");
}

/** Adds names to the value of `Vary`, each once. */
export function varyWith(vary: string | null, names: readonly string[]): string {
  const known = vary === null ? [] : vary.split(/\s*,\s*/);
  const missing = names.filter((name) => !known.some((one) => one.toLowerCase() === name));
  return [...known, ...missing].join(", ");
}
