import { randomBytes } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import type { Config } from "../config.ts";
import type { Principal } from "../context.ts";
import { BerrysError } from "../errors.ts";

/** Who calls: a service, perhaps on behalf of somebody. */
export interface Caller {
  readonly service: string;
  /** The end user; null: the service acts by itself. */
  readonly principal: Principal | null;
}

/** Proves who this service is, and checks the proofs of others. */
export interface Identity {
  /** Token that `audience` accepts for the next minutes; the same one is handed out again while it is fresh. */
  token(audience: string, principal: Principal | null): Promise<string>;
  /** The caller behind a token meant for this service; rejects with `unauthenticated`. */
  verify(token: string): Promise<Caller>;
}

const lifetimeSeconds = 300;
const reuseMs = 120_000;
const maxCached = 1_000;
const algorithm = "HS256";
const issuer = "berrys";

/** Everybody knows it: it lets several processes of a developer work together, and nothing else. */
const developmentSecret = "berrys-development-secret-that-everybody-knows";

/**
 * The secret that all services share. One process makes its own; several need `BERRYS_SERVICE_SECRET`, which
 * outside production defaults to a known one.
 */
export function serviceSecretOf(config: Config, mode: "one-process" | "several-processes"): string {
  if (config.serviceSecret !== null) return config.serviceSecret;
  if (mode === "one-process") return randomBytes(32).toString("hex");
  if (config.environment !== "production") return developmentSecret;
  throw new BerrysError(
    "failed_precondition",
    "BERRYS_SERVICE_SECRET is not set, expected at least 32 random characters that all services share (`openssl rand -hex 32` makes some).",
  );
}

export function createIdentity(service: string, secret: string): Identity {
  const key = new TextEncoder().encode(secret);
  const issued = new Map<string, { readonly token: Promise<string>; readonly until: number }>();
  const verified = new Map<string, { readonly caller: Caller; readonly until: number }>();
  return {
    token: (audience, principal) => {
      const name = JSON.stringify([audience, principal]);
      const known = issued.get(name);
      if (known !== undefined && known.until > Date.now()) return known.token;
      const token = sign(key, service, audience, principal);
      remember(issued, name, { token, until: Date.now() + reuseMs });
      return token;
    },
    verify: async (token) => {
      const known = verified.get(token);
      if (known !== undefined && known.until > Date.now()) return known.caller;
      const { caller, expiresAt } = await check(key, service, token);
      remember(verified, token, { caller, until: expiresAt });
      return caller;
    },
  };
}

/** Whether a bearer token claims to be one of ours; it may still be forged. */
export function looksLikeServiceToken(token: string): boolean {
  const payload = token.split(".")[1];
  if (payload === undefined) return false;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString());
    return (claims as { readonly iss?: unknown } | null)?.iss === issuer;
  } catch {
    return false;
  }
}

function remember<Value>(cache: Map<string, Value>, name: string, value: Value): void {
  if (cache.size >= maxCached) cache.clear();
  cache.set(name, value);
}

function sign(
  key: Uint8Array,
  service: string,
  audience: string,
  principal: Principal | null,
): Promise<string> {
  return new SignJWT(principal === null ? {} : { principal })
    .setProtectedHeader({ alg: algorithm })
    .setIssuer(issuer)
    .setSubject(service)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${lifetimeSeconds}s`)
    .sign(key);
}

async function check(
  key: Uint8Array,
  service: string,
  token: string,
): Promise<{ readonly caller: Caller; readonly expiresAt: number }> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: [algorithm],
      issuer,
      audience: service,
      maxTokenAge: lifetimeSeconds,
      clockTolerance: 5,
      requiredClaims: ["sub", "exp", "iat"],
    });
    const principal = payload.principal;
    if (principal !== undefined && !isPrincipal(principal)) throw new Error("malformed principal");
    return {
      caller: { service: payload.sub ?? "", principal: principal ?? null },
      expiresAt: (payload.exp ?? 0) * 1_000,
    };
  } catch (cause) {
    throw new BerrysError("unauthenticated", "The token of the calling service is not valid.", {
      cause,
    });
  }
}

function isPrincipal(value: unknown): value is Principal {
  if (typeof value !== "object" || value === null) return false;
  const { id, kind, roles } = value as Partial<Record<keyof Principal, unknown>>;
  return (
    typeof id === "string" &&
    (kind === "user" || kind === "api-key" || kind === "service") &&
    Array.isArray(roles) &&
    roles.every((role) => typeof role === "string")
  );
}

/** Who a call counts as: the end user, else the calling service with the role `service`. */
export function principalOf(caller: Caller): Principal {
  return caller.principal ?? { id: caller.service, kind: "service", roles: ["service"] };
}

/**
 * Throws unless the contract's roles let `principal` in. Null roles: the contract states none, so everybody may;
 * an empty list: public. `alsoHolds`: roles that come from how the call arrived.
 */
export function requireRole(
  roles: readonly string[] | null,
  principal: Principal | null,
  operation: string,
  alsoHolds: readonly string[] = [],
): void {
  if (roles === null || roles.length === 0) return;
  const held = [...(principal?.roles ?? []), ...alsoHolds];
  if (roles.some((role) => held.includes(role))) return;
  if (principal === null)
    throw new BerrysError("unauthenticated", `\`${operation}\` needs authentication.`);
  throw new BerrysError(
    "permission_denied",
    `\`${operation}\` needs one of the roles ${roles.join(", ")}.`,
  );
}
