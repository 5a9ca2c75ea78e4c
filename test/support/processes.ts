import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";

const cli = join(import.meta.dirname, "../../cli/bin/berrys.js");
const root = join(import.meta.dirname, "../..");

export const serviceIds = [
  "api-gateway",
  "project-coordinator",
  "planning-system",
  "agent-orchestrator",
  "model-orchestration",
  "tool-integration",
  "service-integration",
  "web-dashboard",
] as const;
export type ServiceId = (typeof serviceIds)[number];

const portOffsets: Readonly<Record<ServiceId, number>> = {
  "api-gateway": 0,
  "project-coordinator": 1,
  "planning-system": 2,
  "agent-orchestrator": 3,
  "model-orchestration": 4,
  "tool-integration": 5,
  "service-integration": 6,
  "web-dashboard": 8,
};

export const testApiKey = "bk_testtest_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

/** One line of a service's log. */
export interface LogLine {
  readonly service: string;
  readonly msg: string;
  readonly level: number;
  readonly correlation_id?: string;
  readonly [field: string]: unknown;
}

/** Services, each a process of its own, on a real Redis and a real PostgreSQL. */
export interface Processes {
  readonly gateway: string;
  /** Log lines of all services so far, and whatever was printed that is no JSON. */
  readonly lines: readonly LogLine[];
  readonly garbage: readonly string[];
  url(service: ServiceId): string;
  /** SIGKILL. */
  kill(service: ServiceId): Promise<void>;
  /** Starts a service that is not running; resolves once it is ready. */
  start(service: ServiceId): Promise<void>;
  /** SIGSTOP and SIGCONT. */
  pause(service: ServiceId): void;
  resume(service: ServiceId): void;
  /** SIGTERM to all; resolves with their exit codes. */
  stop(): Promise<Readonly<Record<string, number | null>>>;
}

export interface ProcessOptions {
  readonly redisUrl: string;
  readonly databaseUrl: string;
  readonly env?: Readonly<Record<string, string>>;
}

export async function startProcesses(options: ProcessOptions): Promise<Processes> {
  const portBase = await freePortRange(9);
  const children = new Map<ServiceId, ChildProcess>();
  const lines: LogLine[] = [];
  const garbage: string[] = [];
  const url = (service: ServiceId): string => `http://127.0.0.1:${portBase + portOffsets[service]}`;
  const env = {
    ...process.env,
    PORT_BASE: String(portBase),
    REDIS_URL: options.redisUrl,
    DATABASE_URL: options.databaseUrl,
    BERRYS_ENV: "test",
    BERRYS_SERVICE_SECRET: "test-secret-of-at-least-thirty-two-bytes",
    BERRYS_BOOTSTRAP_API_KEY: testApiKey,
    LOG_LEVEL: "debug",
    ...options.env,
  };

  const start = async (service: ServiceId): Promise<void> => {
    const child = spawn(process.execPath, [cli, "serve", service], {
      cwd: root,
      env,
      stdio: ["ignore", "ignore", "pipe"],
    });
    children.set(service, child);
    let rest = "";
    child.stderr.on("data", (chunk: Buffer) => {
      const parts = (rest + chunk.toString()).split("\n");
      rest = parts.pop() ?? "";
      for (const part of parts) {
        try {
          lines.push(JSON.parse(part) as LogLine);
        } catch {
          garbage.push(`${service}: ${part}`);
        }
      }
    });
    const ready = `${url(service)}/health/ready`;
    for (const end = Date.now() + 45_000; ; ) {
      if (child.exitCode !== null || Date.now() > end) {
        throw new Error(
          `${service} did not become ready:\n${garbage.join("\n")}\n${JSON.stringify(lines.slice(-5), null, 1)}`,
        );
      }
      if (await isOk(ready)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  await Promise.all(serviceIds.map(start));
  return {
    gateway: url("api-gateway"),
    lines,
    garbage,
    url,
    start,
    kill: async (service) => {
      const child = children.get(service);
      if (child === undefined) return;
      child.kill("SIGKILL");
      await exitOf(child);
    },
    pause: (service) => {
      children.get(service)?.kill("SIGSTOP");
    },
    resume: (service) => {
      children.get(service)?.kill("SIGCONT");
    },
    stop: async () => {
      const ends = [...children].map(async ([service, child]) => {
        child.kill("SIGTERM");
        const force = setTimeout(() => child.kill("SIGKILL"), 20_000);
        const code = await exitOf(child);
        clearTimeout(force);
        return [service, code] as const;
      });
      return Object.fromEntries(await Promise.all(ends));
    },
  };
}

function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => child.once("exit", resolve));
}

async function isOk(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

/** First of `count` neighbouring ports that are all free now; below the range that the system hands out itself. */
export async function freePortRange(count: number): Promise<number> {
  for (;;) {
    const base = 12_000 + Math.floor(Math.random() * 1_900) * 10;
    const free = await Promise.all(
      Array.from({ length: count }, (_, index) => isFree(base + index)),
    );
    if (free.every(Boolean)) return base;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
