import type { Principal } from "../context.ts";
import type { RestOperationDefinition, RestRateLimitDefinition } from "../definitions.ts";
import { cacheControlOf } from "./cache-control.ts";
import { addressKey, type TrustedProxies } from "./client-address.ts";
import type { CorsOrigins } from "./cors.ts";
import { createFieldsReader, type Selection } from "./fields.ts";
import { type RateLimiter, type RateState, rateHeaders, tooManyRequests } from "./rate-limit.ts";
import type { ResponseCache } from "./response-cache.ts";

/** What a host gives all operations of a service. */
export interface RestConventions {
  /** Null: nothing is counted. */
  readonly rates: RateLimiter | null;
  /** Limit of operations that may answer 429 and state none; null: they have none. */
  readonly defaultRate: RestRateLimitDefinition | null;
  /** Null: no answer is kept. */
  readonly cache: ResponseCache | null;
  readonly cors: CorsOrigins | null;
  readonly trustedProxies: TrustedProxies | null;
  /** Bodies from so many bytes are compressed; 0: none. */
  readonly compressBytes: number;
}

/** A host that counts nothing, keeps nothing and lets no other origin in. */
export const plainConventions: RestConventions = {
  rates: null,
  defaultRate: null,
  cache: null,
  cors: null,
  trustedProxies: null,
  compressBytes: 1024,
};

/** Who a request is counted for. */
export interface Counted {
  readonly principal: Principal | null;
  /** Address of the client. */
  readonly address: string;
}

/** Headers that are added to an answer, whatever it is. */
export type ExtraHeaders = [name: string, value: string][];

/** The conventions of one operation, prepared once. */
export interface OperationConventions {
  /** Counts a request and says so in `extra`; throws 429 where it is one too many. Services are not counted. */
  admit(counted: Counted, extra: ExtraHeaders): void | Promise<void>;
  /** What of the data is asked for; null: all of it. Throws 422. */
  selectionOf(query: Readonly<Record<string, unknown>>): Selection | null;
  /** `Cache-Control`; null: none. */
  readonly cacheControl: string | null;
  /** Where its answers are kept; null: nowhere. */
  readonly kept: KeptAnswers | null;
}

/** Where answers of an operation are kept. */
export interface KeptAnswers {
  readonly cache: ResponseCache;
  readonly operation: string;
  readonly ttlMs: number;
  /** Equal for requests that may get the same answer. */
  keyOf(request: KeyedRequest): string;
}

/** What an answer depends on. */
export interface KeyedRequest {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly principal: Principal | null;
  header(name: string): string | null;
}

export function prepareConventions(
  operation: RestOperationDefinition,
  host: RestConventions,
): OperationConventions {
  return {
    admit: limiterOf(operation, host),
    selectionOf: selectionReader(operation),
    cacheControl: cacheControlOf(operation),
    kept: keptAnswers(operation, host.cache),
  };
}

/** Statuses among which 429 is. */
const mayRefuse: ReadonlySet<string> = new Set(["429", "4XX", "4xx"]);

function limiterOf(
  operation: RestOperationDefinition,
  { rates, defaultRate }: RestConventions,
): OperationConventions["admit"] {
  const own = operation.rateLimit;
  const limit = own ?? (operation.errors.some((one) => mayRefuse.has(one)) ? defaultRate : null);
  if (rates === null || limit === null) return () => undefined;
  const { operationId } = operation;
  // Operations without a limit of their own have one together.
  const policy = own === undefined ? "default" : operationId;
  const tell = (state: RateState, extra: ExtraHeaders): void => {
    const headers = rateHeaders(policy, limit, state);
    extra.push(["ratelimit-policy", headers.policy], ["ratelimit", headers.limit]);
    if (!state.allowed) throw tooManyRequests(limit, state);
  };
  return ({ principal, address }, extra) => {
    if (principal?.kind === "service") return undefined;
    const whose =
      limit.by === "address" || principal === null
        ? `a:${addressKey(address)}`
        : `${principal.kind}:${principal.id}`;
    const state = rates.take(`${policy} ${whose}`, limit);
    if (!(state instanceof Promise)) return tell(state, extra);
    return state.then((counted) => tell(counted, extra));
  };
}

function selectionReader(operation: RestOperationDefinition): OperationConventions["selectionOf"] {
  const declared = operation.parameters.some((one) => one.in === "query" && one.name === "fields");
  if (!declared) return () => null;
  const reader = createFieldsReader(operation.fields ?? null);
  return ({ fields }) => {
    if (Array.isArray(fields)) return fields.length === 0 ? null : reader.read(fields.map(String));
    return typeof fields === "string" && fields !== ""
      ? reader.read(fields.split(",").map((field) => field.trim()))
      : null;
  };
}

/** Directives that forbid to give an answer again without asking. */
const forbidding: ReadonlySet<string> = new Set(["no-store", "no-cache"]);

function keptAnswers(
  { operationId, method, cache: rule, success }: RestOperationDefinition,
  cache: ResponseCache | null,
): KeptAnswers | null {
  if (cache === null || rule === undefined || method !== "GET") return null;
  if (success.some(({ shape }) => shape !== "envelope" && shape !== "page")) return null;
  if (rule.directives.some((one) => forbidding.has(one))) return null;
  const isPrivate = rule.scope === "private";
  return {
    cache,
    operation: operationId,
    ttlMs: rule.maxAgeSeconds * 1000,
    keyOf: ({ params, query, principal, header }) => {
      // The roles too: what somebody sees may depend on them, and they may change.
      const whose =
        isPrivate && principal !== null ? [principal.kind, principal.id, principal.roles] : null;
      return JSON.stringify([params, query, whose, rule.vary.map(header)]);
    },
  };
}
