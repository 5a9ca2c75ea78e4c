import { isObject, member } from "../load/pointer.ts";
import type { Located } from "../load/reference.ts";
import { layered } from "./context.ts";
import { cacheOf, rateOf } from "./limits.ts";
import type { ResponseCaching, RestOperationNode } from "./model.ts";

type Conventions = Pick<RestOperationNode, "rateLimit" | "cache" | "etag">;
type Known = Pick<RestOperationNode, "method" | "roles" | "responses">;

/** Milliseconds that a rate without window counts in. */
const usualWindowMs = 60_000;

/** What an operation says of rates, caches and validators; the layers are operation, path item and document. */
export function readConventions(layers: readonly Located[], known: Known): Conventions {
  const rate = rateOf(layered(layers, "x-berrys-rate-limit"));
  const cache = known.method === "get" ? readCache(layers, known) : null;
  const etag = known.method === "get" ? readEtag(layers, known) : null;
  return {
    ...(rate === null ? {} : { rateLimit: { ...rate, windowMs: rate.windowMs ?? usualWindowMs } }),
    ...(cache === null ? {} : { cache }),
    ...(etag === null ? {} : { etag }),
  };
}

function readCache(layers: readonly Located[], { roles }: Known): ResponseCaching | null {
  const stated = layered(layers, "x-berrys-cache");
  const cache = cacheOf(stated);
  if (cache === null || cache.seconds === null) return null;
  const isOpen = roles !== null && roles.length === 0;
  const scope = (isPublic: boolean): ResponseCaching["scope"] => (isPublic ? "public" : "private");
  if (!isObject(stated)) {
    const written = Array.isArray(cache.rest) ? cache.rest.map(String) : [];
    const directives = written.filter((one) => one !== "private" && one !== "public");
    const isPublic = written.includes("public") || (isOpen && !written.includes("private"));
    return {
      maxAgeSeconds: cache.seconds,
      scope: scope(isPublic),
      directives,
      vary: [],
      invalidatedBy: [],
    };
  }
  const isPublic = stated.scope === undefined ? isOpen : stated.scope === "public";
  return {
    maxAgeSeconds: cache.seconds,
    scope: scope(isPublic),
    directives: directivesOf(stated),
    vary: textsOf(stated.vary).map((name) => name.toLowerCase()),
    invalidatedBy: textsOf(stated.invalidated_by),
  };
}

function directivesOf(stated: Readonly<Record<string, unknown>>): readonly string[] {
  const timed = (["stale_while_revalidate", "stale_if_error"] as const).flatMap((key) => {
    const seconds = member(stated, key);
    return typeof seconds === "number" ? [`${key.replaceAll("_", "-")}=${seconds}`] : [];
  });
  return stated.must_revalidate === true ? ["must-revalidate", ...timed] : timed;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** An operation that declares the header `ETag` and names no place has one made of all its data. */
function readEtag(layers: readonly Located[], { responses }: Known): string | null {
  const stated = layered(layers, "x-berrys-etag");
  if (typeof stated === "string") return stated;
  const success = responses.find(({ status }) => status.startsWith("2"));
  const declares = success?.headers.some(({ name }) => name.toLowerCase() === "etag") ?? false;
  return declares ? "" : null;
}
