import { Redis } from "ioredis";
import { startRedis } from "../../test/support/redis.ts";

/** A redis-server of the benchmark's own. */
export interface Server {
  readonly url: string;
  /** CPU that it has used, in microseconds. */
  cpuMicros(): Promise<number>;
  /** Bytes that it holds. */
  memoryBytes(): Promise<number>;
  /** Forgets everything. */
  clear(): Promise<void>;
  /** Its version, e.g. `Redis 7.0.15`. */
  version(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a redis-server on a free port: without persistence, or with an append-only file synced every second. */
export async function startServer(persistence: "none" | "everysec"): Promise<Server> {
  const server = await startRedis({
    arguments: [
      ...["--appendonly", persistence === "none" ? "no" : "yes"],
      // A rewrite in the middle of a round would hit one system and spare another.
      ...["--auto-aof-rewrite-percentage", "0"],
    ],
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
    memoryBytes: async () => Number(await info("memory", "used_memory")),
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
