import { isReplyError, type RedisConnection } from "./connection.ts";

/** What a server says of itself. Null: it did not say, or does not allow the question. */
export interface ServerInfo {
  /** `Redis`, `Valkey`, or what else answers. */
  readonly product: string;
  /** As the product counts. */
  readonly version: string;
  /** Version of Redis whose commands it speaks. */
  readonly redisVersion: string;
  readonly mode: "standalone" | "cluster" | "sentinel" | null;
  readonly role: "master" | "slave" | null;
  readonly connectedReplicas: number | null;
  readonly evictionPolicy: string | null;
  readonly appendOnly: boolean | null;
  /** `always`, `everysec` or `no`. */
  readonly appendFsync: string | null;
  /** Rules of snapshots, empty: none are made. */
  readonly snapshots: string | null;
  /** Milliseconds that its clock is ahead of ours, by half a round trip at most wrong. */
  readonly clockAheadMs: number | null;
  /** Commands that it does not know, of those asked for. */
  readonly missingCommands: readonly string[] | null;
  /** Questions that access rules forbid, e.g. `CONFIG GET save`. */
  readonly forbidden: readonly string[];
}

/** Asks one server; on a cluster any node of it. */
export async function readServerInfo(
  connection: RedisConnection,
  commands: readonly string[],
): Promise<ServerInfo> {
  const forbidden: string[] = [];
  const ask = async (command: string, ...args: readonly string[]): Promise<unknown> => {
    try {
      return await connection.send(null, command, ...args);
    } catch (error) {
      if (!isReplyError(error)) throw error;
      // Managed services rename or remove commands.
      const isForbidden = isReplyError(error, "NOPERM") || isReplyError(error, "ERR unknown");
      if (!isForbidden) throw error;
      forbidden.push([command, ...(command === "CONFIG" ? args : [])].join(" "));
      return null;
    }
  };
  const info = infoFields(await ask("INFO"));
  const sentAt = Date.now();
  const time = (await ask("TIME")) as readonly [Buffer, Buffer] | null;
  const receivedAt = Date.now();
  const known = (await ask("COMMAND", "INFO", ...commands)) as readonly unknown[] | null;
  const setting = async (name: string): Promise<string | null> => {
    const pair = (await ask("CONFIG", "GET", name)) as readonly Buffer[] | null;
    return pair?.[1]?.toString() ?? null;
  };
  const valkey = info.get("valkey_version");
  const redisVersion = info.get("redis_version") ?? "";
  const isAppending = info.get("aof_enabled");
  return {
    product: valkey === undefined ? productOf(info) : "Valkey",
    version: valkey ?? redisVersion,
    redisVersion,
    mode: oneOf(info.get("redis_mode"), ["standalone", "cluster", "sentinel"]),
    role: oneOf(info.get("role"), ["master", "slave"]),
    connectedReplicas: numberOf(info.get("connected_slaves")),
    evictionPolicy: info.get("maxmemory_policy") ?? (await setting("maxmemory-policy")),
    appendOnly: isAppending === undefined ? null : isAppending === "1",
    appendFsync: await setting("appendfsync"),
    snapshots: await setting("save"),
    clockAheadMs:
      time === null
        ? null
        : Number(time[0]) * 1000 + Number(time[1]) / 1000 - (sentAt + receivedAt) / 2,
    missingCommands:
      known?.flatMap((answer, index) => (answer === null ? [commands[index] ?? ""] : [])) ?? null,
    forbidden,
  };
}

function infoFields(text: unknown): ReadonlyMap<string, string> {
  if (text === null) return new Map();
  const lines = String(text).split(/\r?\n/);
  return new Map(
    lines.flatMap((line) => {
      const colon = line.indexOf(":");
      return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1)] as const];
    }),
  );
}

function productOf(info: ReadonlyMap<string, string>): string {
  return info.has("dragonfly_version") ? "Dragonfly" : "Redis";
}

function oneOf<Choice extends string>(
  value: string | undefined,
  choices: readonly Choice[],
): Choice | null {
  return choices.find((choice) => choice === value) ?? null;
}

function numberOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}
