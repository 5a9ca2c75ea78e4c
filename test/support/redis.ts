import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  findExecutable,
  type RedisServer,
  startRedisServer,
} from "../../runtime/src/embedded/redis-server.ts";
import { environmentOf, unpackDebianPackages } from "./debian.ts";

/** A real redis-server of the test's own, on a free port. */
export interface TestRedis {
  readonly url: string;
  readonly port: number;
  /** SIGKILL, as in a crash. */
  kill(): Promise<void>;
  /** Starts it again on the same port with the same data (append-only file). */
  restart(): Promise<void>;
  /** SIGSTOP and SIGCONT. */
  pause(): void;
  resume(): void;
  /** Stops it and removes its data. */
  stop(): Promise<void>;
}

interface Program {
  readonly executable: string;
  readonly env: NodeJS.ProcessEnv;
}

export const howToInstallRedis =
  "The tests need a redis-server: `sudo apt-get install redis-server` (Debian, Ubuntu), `sudo dnf install valkey` (Fedora) or `brew install redis` (macOS).";

/** Where redis-server is: on the PATH, or unpacked from Debian's package; null where neither works. */
export function findRedis(): Program | null {
  const onPath = findExecutable(["redis-server", "valkey-server"]);
  if (onPath !== null) return { executable: onPath, env: process.env };
  const root = unpackDebianPackages("redis", ["redis-server"]);
  if (root === null) return null;
  return { executable: join(root, "usr/bin/redis-server"), env: environmentOf(root) };
}

export async function startRedis(
  options: { readonly arguments?: readonly string[] } = {},
): Promise<TestRedis> {
  const program = findRedis();
  if (program === null) throw new Error(howToInstallRedis);
  const directory = mkdtempSync(join(tmpdir(), "berrys-redis-"));
  const start = (port?: number): Promise<RedisServer> =>
    startRedisServer({
      ...program,
      directory,
      persistent: true,
      ...(port === undefined ? {} : { port }),
      extraArguments: options.arguments ?? [],
    });
  let server = await start();
  const { url, port } = server;
  return {
    url,
    port,
    kill: async () => {
      const gone = new Promise((resolve) => server.process.once("exit", resolve));
      server.process.kill("SIGKILL");
      await gone;
    },
    restart: async () => {
      server = await start(port);
    },
    pause: () => {
      server.process.kill("SIGSTOP");
    },
    resume: () => {
      server.process.kill("SIGCONT");
    },
    stop: async () => {
      server.process.kill("SIGCONT");
      if (server.process.exitCode === null && server.process.signalCode === null)
        await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
