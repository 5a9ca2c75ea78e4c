import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdirSync } from "node:fs";
import { connect, createServer } from "node:net";
import { delimiter, join } from "node:path";
import { BerrysError } from "../errors.ts";

/** A redis-server (or valkey-server) that runs as our child. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  readonly process: ChildProcess;
  /** SIGTERM, then waits for the exit. */
  stop(): Promise<void>;
}

export interface RedisServerOptions {
  readonly executable: string;
  /** Working directory: append-only file and dump are written here. */
  readonly directory: string;
  /** Default: a free port on 127.0.0.1. */
  readonly port?: number;
  /** Keeps data across restarts (append-only file, fsync every second); default false. */
  readonly persistent?: boolean;
  readonly env?: NodeJS.ProcessEnv;
  readonly extraArguments?: readonly string[];
}

/** The first of `names` that the PATH holds as an executable file, or null. */
export function findExecutable(
  names: readonly string[],
  path = process.env.PATH ?? "",
): string | null {
  for (const folder of path.split(delimiter).filter(Boolean)) {
    for (const name of names) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // not here: the next folder may have it
      }
    }
  }
  return null;
}

/** A port on 127.0.0.1 that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** Resolves once something accepts connections on the port; rejects after `timeoutMs`. */
export async function waitForPort(
  port: number,
  timeoutMs: number,
  alive: () => boolean,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end && alive()) {
    if (await accepts(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new BerrysError(
    "unavailable",
    `Nothing answers on 127.0.0.1:${port} after ${timeoutMs} ms`,
  );
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

/** Starts a server on loopback; resolves once it accepts connections. */
export async function startRedisServer(options: RedisServerOptions): Promise<RedisServer> {
  mkdirSync(options.directory, { recursive: true });
  const port = options.port ?? (await freePort());
  const persistence = options.persistent
    ? ["--appendonly", "yes", "--appendfsync", "everysec"]
    : ["--appendonly", "no"];
  const child = spawn(
    options.executable,
    [
      "--port",
      String(port),
      "--bind",
      "127.0.0.1",
      "--dir",
      options.directory,
      "--save",
      "",
      "--daemonize",
      "no",
      "--maxmemory-policy",
      "noeviction",
      ...persistence,
      ...(options.extraArguments ?? []),
    ],
    { stdio: ["ignore", "pipe", "pipe"], env: options.env ?? process.env, detached: true },
  );
  let output = "";
  const collect = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-4000);
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  const killWithParent = (): void => {
    child.kill("SIGKILL");
  };
  process.once("exit", killWithParent);
  const exited = new Promise<void>((resolve) => {
    child.once("exit", () => {
      process.removeListener("exit", killWithParent);
      resolve();
    });
    child.once("error", (error) => {
      output += String(error);
      resolve();
    });
  });
  try {
    await waitForPort(port, 10_000, () => child.exitCode === null && child.pid !== undefined);
  } catch (cause) {
    child.kill("SIGKILL");
    const lastLine = output.trim().split("\n").at(-1) ?? "no output";
    throw new BerrysError("unavailable", `\`${options.executable}\` did not start: ${lastLine}`, {
      cause,
    });
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    process: child,
    stop: async () => {
      child.kill("SIGTERM");
      const force = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await exited;
      clearTimeout(force);
    },
  };
}
