import { BerrysError } from "../../errors.ts";
import type { RedisConnection } from "./connection.ts";
import { type Endpoint, parseEndpoint, placesOf } from "./endpoint.ts";
import { toBerrysError } from "./errors.ts";
import { createServerConnection } from "./server-connection.ts";
import { readServerInfo, type ServerInfo } from "./server-info.ts";
import { nodeEndpoint } from "./topology.ts";

export interface BootCheckOptions {
  /** As the transport takes it. */
  readonly url: string;
  /** In development some mistakes are warnings that stop a start elsewhere. */
  readonly environment: "development" | "test" | "production";
  /** Milliseconds to wait for an answer; default 5,000. */
  readonly timeoutMs?: number;
}

/** What a check found, as one sentence: expected, got, how to mend. */
export interface BootFinding {
  readonly check:
    | "version"
    | "commands"
    | "place"
    | "eviction"
    | "persistence"
    | "replication"
    | "clock"
    | "permission";
  /** `error`: must not start. `note`: worth knowing, nothing to mend. */
  readonly severity: "error" | "warning" | "note";
  readonly message: string;
}

export interface BootReport {
  /** E.g. `Redis 7.0.15`. */
  readonly server: string;
  readonly findings: readonly BootFinding[];
}

/** Every command that the transport sends or that its scripts call. */
export const usedCommands = [
  ...[
    "EVAL",
    "EVALSHA",
    "CLIENT",
    "TIME",
    "WAIT",
    "GET",
    "SET",
    "DEL",
    "INCR",
    "EXISTS",
    "PEXPIRE",
  ],
  ...["HSET", "HGET", "HMGET", "HGETALL", "HDEL", "HKEYS", "HINCRBY", "SADD", "SISMEMBER"],
  ...["ZADD", "ZREM", "ZRANGE", "ZRANGEBYSCORE", "ZREMRANGEBYSCORE"],
  ...["XADD", "XREAD", "XRANGE", "XREVRANGE", "XLEN", "XDEL", "XTRIM", "XGROUP", "XINFO"],
  ...["XPENDING", "XSETID"],
] as const;

const oldest = [6, 2] as const;
const maxSkewMs = 2000;

/**
 * Asks the server what the guarantees depend on. Rejects with `unavailable` where it does not answer; everything else
 * is a finding.
 */
export async function checkRedis(options: BootCheckOptions): Promise<BootReport> {
  const endpoint = parseEndpoint(options.url);
  const timeoutMs = options.timeoutMs ?? 5000;
  const connection = await connectAny(endpoint, timeoutMs);
  try {
    const info = await readServerInfo(connection, usedCommands);
    return {
      server: `${info.product} ${info.version}`.trim(),
      findings: findingsOf(info, endpoint, options.environment),
    };
  } catch (error) {
    throw toBerrysError(error);
  } finally {
    connection.close();
  }
}

/** A server that is no cluster cannot be asked as one; the first node that answers knows what it is. */
async function connectAny(endpoint: Endpoint, timeoutMs: number): Promise<RedisConnection> {
  const places =
    endpoint.kind === "cluster"
      ? endpoint.addresses.map((address) => nodeEndpoint(endpoint, address))
      : [endpoint];
  const connections = places.map((place) =>
    createServerConnection({ endpoint: place, name: "berrys-boot", silenceMs: timeoutMs }),
  );
  let answered: RedisConnection | null = null;
  try {
    answered = await Promise.any(
      connections.map(async (connection) => {
        await connection.ready(timeoutMs);
        return connection;
      }),
    );
    return answered;
  } catch (error) {
    throw error instanceof AggregateError ? error.errors[0] : error;
  } finally {
    for (const connection of connections) if (connection !== answered) connection.close();
  }
}

/** The same, and throws one `failed_precondition` that holds every error; resolves with what is not one. */
export async function assertRedisFits(options: BootCheckOptions): Promise<BootReport> {
  const report = await checkRedis(options);
  const errors = report.findings.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return report;
  throw new BerrysError("failed_precondition", errors.map(({ message }) => message).join("\n"));
}

/** What follows from a server's answers; pure. */
export function findingsOf(
  info: ServerInfo,
  endpoint: Endpoint,
  environment: BootCheckOptions["environment"],
): readonly BootFinding[] {
  const where = `Redis at ${placesOf(endpoint)}`;
  return [
    versionFinding(info, where),
    commandsFinding(info, where),
    placeFinding(info, endpoint, where),
    evictionFinding(info, where, environment),
    persistenceFinding(info, where),
    replicationFinding(info, endpoint),
    clockFinding(info, where),
    permissionFinding(info, where),
  ].filter((finding) => finding !== null);
}

type MaybeFinding = BootFinding | null;

function versionFinding(
  { redisVersion, product, version }: ServerInfo,
  where: string,
): MaybeFinding {
  const [major = 0, minor = 0] = redisVersion.split(".").map(Number);
  if (redisVersion === "" || major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) {
    return null;
  }
  return {
    check: "version",
    severity: "error",
    message: `${where} is ${product} ${version}, expected ${oldest.join(".")} or later: install a newer one.`,
  };
}

function commandsFinding({ missingCommands }: ServerInfo, where: string): MaybeFinding {
  if (missingCommands === null || missingCommands.length === 0) return null;
  return {
    check: "commands",
    severity: "error",
    message: `${where} does not know ${missingCommands.join(", ")}, which the transport needs: use Redis 6.2 or later, or Valkey.`,
  };
}

function placeFinding({ mode, role }: ServerInfo, endpoint: Endpoint, where: string): MaybeFinding {
  const places = placesOf(endpoint).replaceAll(", ", ",");
  const error = (message: string): BootFinding => ({ check: "place", severity: "error", message });
  if (mode === "sentinel") {
    return error(
      `${where} is a sentinel, which keeps no messages: write the URL as \`redis+sentinel://${places}/<name of the primary>\`.`,
    );
  }
  if (endpoint.kind !== "cluster" && mode === "cluster") {
    return error(
      `${where} is a node of a cluster, but the URL names one server: write it as \`redis+cluster://${places}\`.`,
    );
  }
  if (endpoint.kind === "cluster" && mode === "standalone") {
    return error(
      `${where} is no cluster, but the URL says so: write it as \`redis://${places.split(",")[0]}\`.`,
    );
  }
  if (endpoint.kind === "server" && role === "slave") {
    return error(`${where} is a replica, which takes no messages: write the URL of its primary.`);
  }
  return null;
}

function evictionFinding(
  { evictionPolicy }: ServerInfo,
  where: string,
  environment: BootCheckOptions["environment"],
): MaybeFinding {
  if (evictionPolicy === null || evictionPolicy === "noeviction") return null;
  return {
    check: "eviction",
    severity: environment === "development" ? "warning" : "error",
    message: `${where} has \`maxmemory-policy ${evictionPolicy}\` and would delete messages when memory is short, expected \`noeviction\`: set it in redis.conf or with \`CONFIG SET maxmemory-policy noeviction\`.`,
  };
}

function persistenceFinding(info: ServerInfo, where: string): MaybeFinding {
  const { appendOnly, appendFsync, snapshots } = info;
  const finding = (severity: BootFinding["severity"], message: string): BootFinding => ({
    check: "persistence",
    severity,
    message: `${where} ${message}`,
  });
  const mend = "set `appendonly yes` to lose less";
  if (appendOnly === null) return null;
  if (!appendOnly) {
    if (snapshots === null) {
      return finding(
        "warning",
        `has no append-only file, so a crash loses confirmed messages: ${mend}.`,
      );
    }
    return snapshots === ""
      ? finding("warning", `writes nothing to disk, so a restart loses all messages: ${mend}.`)
      : finding(
          "warning",
          `writes snapshots alone (\`save ${snapshots}\`), so a crash loses what was confirmed since the last one: ${mend}.`,
        );
  }
  switch (appendFsync) {
    case "always":
      return finding("note", "syncs its append-only file at every write: a crash loses nothing.");
    case "everysec":
      return finding(
        "note",
        "syncs its append-only file every second: a crash of the machine loses up to two seconds of confirmed messages.",
      );
    case "no":
      return finding(
        "warning",
        "leaves syncing its append-only file to the system, so a crash of the machine loses about 30 seconds of confirmed messages: set `appendfsync everysec`.",
      );
    default:
      return finding("note", "has an append-only file; how often it is synced cannot be seen.");
  }
}

function replicationFinding({ connectedReplicas }: ServerInfo, endpoint: Endpoint): MaybeFinding {
  if (endpoint.kind === "server") return null;
  const some = connectedReplicas === null || connectedReplicas > 0;
  return {
    check: "replication",
    severity: some ? "note" : "warning",
    message: some
      ? "Replicas follow a little later, so a failover may lose the last confirmed messages; that is detected and reported, and `waitReplicas` makes it rarer."
      : "The Redis primary that answered has no replica, so nothing takes over where it fails: add one.",
  };
}

function clockFinding({ clockAheadMs }: ServerInfo, where: string): MaybeFinding {
  if (clockAheadMs === null || Math.abs(clockAheadMs) <= maxSkewMs) return null;
  const seconds = (Math.abs(clockAheadMs) / 1000).toFixed(1);
  const way = clockAheadMs > 0 ? "ahead of" : "behind";
  return {
    check: "clock",
    severity: "warning",
    message: `The clock of ${where} is ${seconds} s ${way} this machine's, expected at most ${maxSkewMs / 1000} s: run NTP on both; delays and leases go by the server's clock.`,
  };
}

function permissionFinding({ forbidden }: ServerInfo, where: string): MaybeFinding {
  const [first] = forbidden;
  if (first === undefined) return null;
  return {
    check: "permission",
    severity: "note",
    message: `${where} does not allow ${forbidden.map((one) => `\`${one}\``).join(", ")}, so what it would tell was not checked.`,
  };
}
