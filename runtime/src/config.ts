import type { RestRateLimitDefinition } from "./definitions.ts";
import { BerrysError } from "./errors.ts";
import { type KeyRing, parseKeyRing } from "./messages/key-ring.ts";
import { defaultMaxMessageBytes } from "./messages/outgoing.ts";
import type { TrustedProxies } from "./rest/client-address.ts";
import { readRestConfig } from "./rest/config.ts";
import type { CorsOrigins } from "./rest/cors.ts";
import { parseEndpoint } from "./transports/redis/endpoint.ts";

/** Settings of a process, read once at its start. */
export interface Config {
  /** `BERRYS_ENV`; default `development`. Production checks no responses and has no default secret. */
  readonly environment: "development" | "test" | "production";
  /** `BERRYS_HOST`; the address that is listened on, default `127.0.0.1`. */
  readonly host: string;
  /** `PORT_BASE`; a service listens on it plus its offset, default 8080. 0: every service takes a free port. */
  readonly portBase: number;
  /** `REDIS_URL`: a server, `redis+cluster://…` or `redis+sentinel://…`; null: not set. */
  readonly redisUrl: string | null;
  /** `DATABASE_URL`; null: not set. */
  readonly databaseUrl: string | null;
  /** `LOG_LEVEL`; default `info`. */
  readonly logLevel: LogLevel;
  /** `BERRYS_GRACE_MS`; how long running work may take to finish when the process is told to stop, default 10,000. */
  readonly gracePeriodMs: number;
  /** `BERRYS_STALL_MS`; a service whose reads of messages stand still for longer is not ready. Null: the transport decides. */
  readonly stallMs: number | null;
  /** `BERRYS_MAX_BODY_BYTES`; largest request body, default 1 MiB. */
  readonly maxBodyBytes: number;
  /** `BERRYS_SERVICE_SECRET`; signs the tokens between services. Null: not set. */
  readonly serviceSecret: string | null;
  /** `BERRYS_MESSAGE_KEYS`; encrypt what contracts call sensitive. Null: not set. */
  readonly messageKeys: KeyRing | null;
  /** `BERRYS_MAX_MESSAGE_BYTES`; largest envelope of a message in bytes of JSON, default 1 MiB. */
  readonly maxMessageBytes: number;
  /** `BERRYS_JOURNAL_BYTES`; how much of the journal of messages is kept, 0: none is written. Default 64 MiB. */
  readonly journalBytes: number;
  /** `BERRYS_CORS_ORIGINS`: origins whose pages may call the API, with commas between, or `*`. Null: none. */
  readonly corsOrigins: CorsOrigins | null;
  /** `BERRYS_RATE_LIMIT`: requests and seconds of operations that may answer 429 and state no limit of their own, default `6000/60`. Null (`off`): no limit. */
  readonly rateLimit: RestRateLimitDefinition | null;
  /** `BERRYS_TRUSTED_PROXIES`: addresses and ranges whose `X-Forwarded-For` counts, with commas between. Null: none. */
  readonly trustedProxies: TrustedProxies | null;
  /** `BERRYS_RESPONSE_CACHE_BYTES`: how much of its answers a service keeps in memory where there is no Redis, 0: none anywhere. Default 32 MiB. */
  readonly responseCacheBytes: number;
  /** `BERRYS_COMPRESS_BYTES`: bodies from so many bytes are compressed for clients that take it, 0: none. Default 1024. */
  readonly compressBytes: number;
  /** `BERRYS_URL_<SERVICE_ID>`, e.g. `BERRYS_URL_PLANNING_SYSTEM`: where that service is, by service id. */
  readonly serviceUrls: Readonly<Record<string, string>>;
}

const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
const environments = ["development", "test", "production"] as const;
const urlPrefix = "BERRYS_URL_";

export type LogLevel = (typeof logLevels)[number];

/** Reads the environment; throws one `BerrysError` that names every variable that is wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const config: Config = {
    environment: choice(env, "BERRYS_ENV", environments, "development", problems),
    host: text(env, "BERRYS_HOST") ?? "127.0.0.1",
    portBase: integer(env, "PORT_BASE", 8080, 0, 65_000, problems),
    redisUrl: redisUrl(env, problems),
    databaseUrl: url(env, "DATABASE_URL", ["postgres:", "postgresql:"], problems),
    logLevel: choice(env, "LOG_LEVEL", logLevels, "info", problems),
    gracePeriodMs: integer(env, "BERRYS_GRACE_MS", 10_000, 0, 600_000, problems),
    stallMs:
      text(env, "BERRYS_STALL_MS") === null
        ? null
        : integer(env, "BERRYS_STALL_MS", 0, 100, 3_600_000, problems),
    maxBodyBytes: integer(env, "BERRYS_MAX_BODY_BYTES", 1024 * 1024, 1024, 2 ** 30, problems),
    serviceSecret: secret(env, "BERRYS_SERVICE_SECRET", problems),
    messageKeys: keyRing(env, "BERRYS_MESSAGE_KEYS", problems),
    maxMessageBytes: integer(
      env,
      "BERRYS_MAX_MESSAGE_BYTES",
      defaultMaxMessageBytes,
      1024,
      2 ** 28,
      problems,
    ),
    journalBytes: integer(env, "BERRYS_JOURNAL_BYTES", 64 * 1024 * 1024, 0, 2 ** 32, problems),
    ...readRestConfig(env, problems),
    serviceUrls: serviceUrls(env, problems),
  };
  if (problems.length > 0) throw new BerrysError("invalid_argument", problems.join("\n"));
  return config;
}

/** Base URL of every service whose offset is known: stated in the environment, else derived from `portBase`. */
export function addressesOf(
  config: Config,
  portOffsets: Readonly<Record<string, number>>,
): Readonly<Record<string, string>> {
  const derived = Object.entries(portOffsets).map(
    ([service, offset]) => [service, `http://127.0.0.1:${config.portBase + offset}`] as const,
  );
  return { ...Object.fromEntries(derived), ...config.serviceUrls };
}

type Environment = Readonly<Record<string, string | undefined>>;

function text(env: Environment, name: string): string | null {
  const value = env[name]?.trim();
  return value === undefined || value === "" ? null : value;
}

function choice<Choice extends string>(
  env: Environment,
  name: string,
  choices: readonly Choice[],
  fallback: Choice,
  problems: string[],
): Choice {
  const value = text(env, name);
  if (value === null) return fallback;
  const found = choices.find((candidate) => candidate === value);
  if (found === undefined)
    problems.push(`${name} is \`${value}\`, expected one of ${choices.join(", ")}.`);
  return found ?? fallback;
}

function integer(
  env: Environment,
  name: string,
  fallback: number,
  min: number,
  max: number,
  problems: string[],
): number {
  const value = text(env, name);
  if (value === null) return fallback;
  const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= min && number <= max) return number;
  problems.push(`${name} is \`${value}\`, expected a whole number from ${min} to ${max}.`);
  return fallback;
}

function url(
  env: Environment,
  name: string,
  protocols: readonly string[],
  problems: string[],
): string | null {
  const value = text(env, name);
  if (value === null) return null;
  if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
  // The value may hold a password, so the message does not.
  problems.push(
    `${name} is no URL that starts with ${protocols.map((p) => `${p}//`).join(" or ")}`,
  );
  return null;
}

function redisUrl(env: Environment, problems: string[]): string | null {
  const value = text(env, "REDIS_URL");
  if (value === null) return null;
  try {
    parseEndpoint(value);
    return value;
  } catch (error) {
    problems.push(`REDIS_URL: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

function secret(env: Environment, name: string, problems: string[]): string | null {
  const value = text(env, name);
  if (value !== null && value.length < 32)
    problems.push(`${name} has ${value.length} characters, expected at least 32.`);
  return value;
}

function keyRing(env: Environment, name: string, problems: string[]): KeyRing | null {
  const value = text(env, name);
  if (value === null) return null;
  try {
    return parseKeyRing(value);
  } catch (error) {
    if (!(error instanceof BerrysError)) throw error;
    problems.push(error.message);
    return null;
  }
}

function serviceUrls(env: Environment, problems: string[]): Readonly<Record<string, string>> {
  const names = Object.keys(env).filter((name) => name.startsWith(urlPrefix));
  const entries = names.flatMap((name) => {
    const value = url(env, name, ["http:"], problems);
    const service = name.slice(urlPrefix.length).toLowerCase().replaceAll("_", "-");
    return value === null ? [] : [[service, value.replace(/\/+$/, "")] as const];
  });
  return Object.fromEntries(entries);
}
