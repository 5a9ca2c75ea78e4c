import { setTimeout as pause } from "node:timers/promises";
import { Redis } from "ioredis";
import { startRedis } from "../../test/support/redis.ts";

/** A redis-server of the benchmark's own. */
export interface Server {
  readonly url: string;
  /** CPU that it has used, in microseconds. */
  cpuMicros(): Promise<number>;
  /** Microseconds that it has spent on commands, those that scripts call included. */
  commandMicros(names: readonly string[]): Promise<number>;
  /** Bytes that it holds. */
  memoryBytes(): Promise<number>;
  /** Turns the append-only file, synced every second, on or off; resolves once it is written. */
  persist(mode: "none" | "everysec"): Promise<void>;
  /** Forgets everything. */
  clear(): Promise<void>;
  /** Its version, e.g. `Redis 7.0.15`. */
  version(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a redis-server on a free port, without persistence. */
export async function startServer(): Promise<Server> {
  const server = await startRedis({
    // A rewrite of the file in the middle of a round would hit one system and spare another.
    arguments: ["--appendonly", "no", "--auto-aof-rewrite-percentage", "0"],
  });
  const redis = new Redis(server.url);
  const info = async (section: string, name: string): Promise<string> => {
    const text = await redis.info(section);
    return new RegExp(`^${name}:(.*?)\r?$`, "m").exec(text)?.[1] ?? "";
  };
  return {
    url: server.url,
    cpuMicros: async () => {
      const [user, system] = await Promise.all([
        info("cpu", "used_cpu_user"),
        info("cpu", "used_cpu_sys"),
      ]);
      return (Number(user) + Number(system)) * 1e6;
    },
    commandMicros: async (names) => {
      const spent = names.map(async (name) => {
        const [, micros = 0] =
          /usec=(\d+)/.exec(await info("commandstats", `cmdstat_${name}`)) ?? [];
        return Number(micros);
      });
      return (await Promise.all(spent)).reduce((total, micros) => total + micros, 0);
    },
    memoryBytes: async () => Number(await info("memory", "used_memory")),
    persist: async (mode) => {
      await redis.config("SET", "appendfsync", "everysec");
      await redis.config("SET", "appendonly", mode === "none" ? "no" : "yes");
      while ((await info("persistence", "aof_rewrite_in_progress")) === "1") await pause(20);
    },
    clear: async () => {
      await redis.flushall("SYNC");
    },
    version: async () => `Redis ${await info("server", "redis_version")}`,
    stop: async () => {
      redis.disconnect();
      await server.stop();
    },
  };
}
