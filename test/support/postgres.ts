import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findExecutable, freePort, waitForPort } from "../../runtime/src/embedded/redis-server.ts";

/** A real PostgreSQL of the test's own: fresh cluster, free port, loopback only. */
export interface TestPostgres {
  readonly url: string;
  stop(): Promise<void>;
}

/** Folder of initdb and postgres: on the PATH or where Debian keeps them; null where there is none. */
export function findPostgres(): string | null {
  const debian = "/usr/lib/postgresql";
  if (existsSync(debian)) {
    const versions = readdirSync(debian).sort((a, b) => Number(b) - Number(a));
    for (const version of versions) {
      const folder = join(debian, version, "bin");
      if (existsSync(join(folder, "initdb"))) return folder;
    }
  }
  const initdb = findExecutable(["initdb"]);
  return initdb === null || !existsSync(join(dirname(initdb), "postgres")) ? null : dirname(initdb);
}

/** PostgreSQL refuses to run as root, so root runs it as `nobody`. */
function unprivileged(): { readonly uid?: number; readonly gid?: number } {
  return process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
}

export async function startPostgres(): Promise<TestPostgres> {
  const bin = findPostgres();
  if (bin === null)
    throw new Error("No PostgreSQL on this machine: `sudo apt-get install postgresql`");
  const user = unprivileged();
  const directory = mkdtempSync(join(tmpdir(), "berrys-pg-"));
  chmodSync(directory, 0o700);
  if (user.uid !== undefined && user.gid !== undefined) chownSync(directory, user.uid, user.gid);
  const data = join(directory, "data");
  execFileSync(
    join(bin, "initdb"),
    [
      "-D",
      data,
      "-U",
      "berrys",
      "--auth",
      "trust",
      "--no-sync",
      "--encoding",
      "UTF8",
      "--locale",
      "C",
    ],
    {
      ...user,
      cwd: directory,
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, HOME: directory },
    },
  );
  const port = await freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    unix_socket_directories: "",
    fsync: "off",
    max_connections: "200",
    log_min_messages: "fatal",
  };
  const child = spawn(
    join(bin, "postgres"),
    [
      "-D",
      data,
      ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
    ],
    { ...user, cwd: directory, stdio: "ignore", env: { ...process.env, HOME: directory } },
  );
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const killWithParent = (): void => {
    child.kill("SIGQUIT");
  };
  process.once("exit", killWithParent);
  await waitForPort(port, 20_000, () => child.exitCode === null);
  await waitForQueries(bin, port);
  return {
    url: `postgres://berrys@127.0.0.1:${port}/postgres`,
    stop: async () => {
      child.kill("SIGINT");
      await exited;
      process.removeListener("exit", killWithParent);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The port opens a moment before the server takes queries. */
async function waitForQueries(bin: string, port: number): Promise<void> {
  const { Client } = (await import("pg")).default;
  for (let attempt = 0; ; attempt++) {
    const client = new Client({ connectionString: `postgres://berrys@127.0.0.1:${port}/postgres` });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (attempt > 200)
        throw new Error(`PostgreSQL of ${bin} does not take queries`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
