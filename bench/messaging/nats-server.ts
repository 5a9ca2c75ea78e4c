import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { findExecutable, freePort, waitForPort } from "../../runtime/src/embedded/redis-server.ts";
import type { Server } from "./server.ts";

/** Microseconds of a tick of the clock that Linux counts CPU with. */
const tickMicros = 10_000;

/** Starts a nats-server with JetStream on a free port; null where the PATH has none. */
export async function startNatsServer(): Promise<Server | null> {
  const executable = findExecutable(["nats-server"]);
  if (executable === null) return null;
  const folder = mkdtempSync(join(tmpdir(), "berrys-nats-"));
  const port = await freePort();
  const args = ["--js", "--store_dir", folder, "--addr", "127.0.0.1", "--port", String(port)];
  const child = spawn(executable, args, { stdio: "ignore" });
  const killWithParent = (): void => {
    child.kill("SIGKILL");
  };
  process.once("exit", killWithParent);
  const exited = new Promise((resolve) => child.once("exit", resolve));
  await waitForPort(port, 10_000, () => child.exitCode === null);
  const connection = await connect({ servers: `127.0.0.1:${port}` });
  const manager = await jetstreamManager(connection);
  return {
    url: `127.0.0.1:${port}`,
    cpuMicros: async () => cpuOf(child.pid ?? 0),
    commandMicros: async () => Number.NaN,
    memoryBytes: async () => Number.NaN,
    persist: async () => undefined,
    clear: async () => {
      for await (const { config } of manager.streams.list())
        await manager.streams.delete(config.name);
    },
    version: async () => `NATS ${connection.info?.version ?? ""}`,
    stop: async () => {
      await connection.close();
      child.kill("SIGTERM");
      await exited;
      process.removeListener("exit", killWithParent);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** NaN where there is no /proc. */
function cpuOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * tickMicros;
  } catch {
    return Number.NaN;
  }
}
