import type { RestRateLimitDefinition } from "../definitions.ts";
import { parseTrustedProxies, type TrustedProxies } from "./client-address.ts";
import { minCompressedBytes } from "./compression.ts";
import type { CorsOrigins } from "./cors.ts";

/** Settings of REST; `Config` says what each is. */
export interface RestConfig {
  readonly corsOrigins: CorsOrigins | null;
  readonly rateLimit: RestRateLimitDefinition | null;
  readonly trustedProxies: TrustedProxies | null;
  readonly responseCacheBytes: number;
  readonly compressBytes: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const defaultRateLimit = "6000/60";
const defaultCacheBytes = 32 * 1024 * 1024;

/** Reads what concerns REST alone; what is wrong goes to `problems`. */
export function readRestConfig(env: Environment, problems: string[]): RestConfig {
  return {
    corsOrigins: corsOrigins(env, problems),
    rateLimit: rateLimit(env, problems),
    trustedProxies: trustedProxies(env, problems),
    responseCacheBytes: bytes(env, "BERRYS_RESPONSE_CACHE_BYTES", defaultCacheBytes, problems),
    compressBytes: bytes(env, "BERRYS_COMPRESS_BYTES", minCompressedBytes, problems),
  };
}

function text(env: Environment, name: string): string | null {
  const value = env[name]?.trim();
  return value === undefined || value === "" ? null : value;
}

function list(value: string): readonly string[] {
  return value.split(",").map((part) => part.trim());
}

function corsOrigins(env: Environment, problems: string[]): CorsOrigins | null {
  const value = text(env, "BERRYS_CORS_ORIGINS");
  if (value === null || value === "*") return value;
  const origins = list(value);
  const wrong = origins.find((one) => !URL.canParse(one) || new URL(one).origin !== one);
  if (wrong === undefined) return origins;
  problems.push(
    `BERRYS_CORS_ORIGINS holds \`${wrong}\`, expected origins such as https://app.example with commas between, or *.`,
  );
  return null;
}

function rateLimit(env: Environment, problems: string[]): RestRateLimitDefinition | null {
  const value = text(env, "BERRYS_RATE_LIMIT") ?? defaultRateLimit;
  if (value === "off") return null;
  const [, requests, seconds] = /^([1-9]\d{0,8})\/([1-9]\d{0,5})$/.exec(value) ?? [];
  if (requests !== undefined && seconds !== undefined)
    return { requests: Number(requests), windowMs: Number(seconds) * 1000, by: "principal" };
  problems.push(
    `BERRYS_RATE_LIMIT is \`${value}\`, expected requests and seconds such as ${defaultRateLimit}, or off.`,
  );
  return null;
}

function trustedProxies(env: Environment, problems: string[]): TrustedProxies | null {
  const value = text(env, "BERRYS_TRUSTED_PROXIES");
  if (value === null) return null;
  const trusted = parseTrustedProxies(list(value));
  if (trusted === null)
    problems.push(
      `BERRYS_TRUSTED_PROXIES is \`${value}\`, expected addresses and ranges such as 10.0.0.0/8 with commas between.`,
    );
  return trusted;
}

function bytes(env: Environment, name: string, fallback: number, problems: string[]): number {
  const value = text(env, name);
  if (value === null) return fallback;
  if (/^\d{1,10}$/.test(value)) return Number(value);
  problems.push(`${name} is \`${value}\`, expected a whole number of bytes.`);
  return fallback;
}
