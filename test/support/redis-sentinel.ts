import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { freePort, waitForPort } from "../../runtime/src/embedded/redis-server.ts";
import { findRedis, howToInstallRedis, startRedis, type TestRedis } from "./redis.ts";
import { until } from "./until.ts";

/** A primary, a replica and three sentinels of the test's own, on loopback. */
export interface TestSentinels {
  /** Names the sentinels. */
  readonly url: string;
  /** As they began: after a failover the replica is the primary. */
  readonly primary: TestRedis;
  readonly replica: TestRedis;
  /** Port of the server that the sentinels name as the primary. */
  primaryPort(): Promise<number>;
  /** Stops everything and removes all data. */
  stop(): Promise<void>;
}

const name = "main";
const sentinelCount = 3;

export async function startRedisSentinels(): Promise<TestSentinels> {
  const directory = mkdtempSync(join(tmpdir(), "berrys-redis-sentinel-"));
  const quick = ["--repl-diskless-sync-delay", "0"];
  const primary = await startRedis({ arguments: quick });
  const replica = await startRedis({
    arguments: [...quick, "--replicaof", "127.0.0.1", String(primary.port)],
  });
  const sentinels = await Promise.all(
    Array.from({ length: sentinelCount }, (_, index) =>
      startSentinel(join(directory, String(index)), primary.port),
    ),
  );
  const clients = sentinels.map(({ port }) => new Redis(port, "127.0.0.1"));
  const know = async (): Promise<boolean> => {
    const views = await Promise.all(clients.map((client) => client.info("sentinel")));
    return views.every((view) =>
      view.includes(`status=ok,address=127.0.0.1:${primary.port},slaves=1,sentinels=3`),
    );
  };
  await until(know, (all) => all);
  return {
    url: `redis+sentinel://${sentinels.map(({ port }) => `127.0.0.1:${port}`).join(",")}/${name}`,
    primary,
    replica,
    primaryPort: async () => {
      const address = (await clients[0]?.call(
        "SENTINEL",
        "GET-MASTER-ADDR-BY-NAME",
        name,
      )) as string[];
      return Number(address[1]);
    },
    stop: async () => {
      for (const client of clients) client.disconnect();
      await Promise.all(sentinels.map(({ stop }) => stop()));
      await Promise.all([primary.stop(), replica.stop()]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

interface Sentinel {
  readonly port: number;
  stop(): Promise<void>;
}

async function startSentinel(directory: string, primaryPort: number): Promise<Sentinel> {
  const program = findRedis();
  if (program === null) throw new Error(howToInstallRedis);
  mkdirSync(directory, { recursive: true });
  const port = await freePort();
  const file = join(directory, "sentinel.conf");
  const settings = [
    `port ${port}`,
    "bind 127.0.0.1",
    `dir ${directory}`,
    `sentinel monitor ${name} 127.0.0.1 ${primaryPort} 2`,
    `sentinel down-after-milliseconds ${name} 700`,
    `sentinel failover-timeout ${name} 3000`,
  ];
  writeFileSync(file, `${settings.join("\n")}\n`);
  const child: ChildProcess = spawn(program.executable, [file, "--sentinel"], {
    env: program.env,
    stdio: "ignore",
  });
  const killWithParent = (): void => {
    child.kill("SIGKILL");
  };
  process.once("exit", killWithParent);
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await waitForPort(port, 10_000, () => child.exitCode === null);
  return {
    port,
    stop: async () => {
      child.kill("SIGKILL");
      await exited;
      process.removeListener("exit", killWithParent);
    },
  };
}
