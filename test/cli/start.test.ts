import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { freePortRange } from "../support/processes.ts";
import { findRedis } from "../support/redis.ts";

const root = join(import.meta.dirname, "../..");
const cli = join(root, "cli/bin/berrys.js");

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `berrys trace --json` prints, as far as it matters here. */
interface Hop {
  readonly hop: string;
  readonly service: string;
  readonly type: string;
  readonly attempt: number | null;
}

describe("berrys start and serve", () => {
  let data: string;
  let portBase: number;
  beforeEach(async () => {
    data = mkdtempSync(join(tmpdir(), "berrys-start-"));
    portBase = await freePortRange(9);
  });
  afterEach(() => {
    rmSync(data, { recursive: true, force: true });
  });

  /** Runs the command; `whenReady` is called once stdout has the JSON of a started platform. */
  function run(
    args: readonly string[],
    env: NodeJS.ProcessEnv,
    whenReady?: (child: ChildProcess, stdout: string) => Promise<void>,
  ): Promise<Ended> {
    const {
      REDIS_URL: _redis,
      DATABASE_URL: _database,
      BERRYS_ENV: _env,
      LOG_LEVEL: _level,
      ...clean
    } = process.env;
    const child = spawn(process.execPath, [cli, ...args], {
      cwd: root,
      env: { ...clean, PORT_BASE: String(portBase), BERRYS_DATA: data, ...env },
    });
    return new Promise((resolve, reject) => {
      let [stdout, stderr, called] = ["", "", false];
      child.stdout.on("data", (chunk: Buffer) => {
        stdout += chunk.toString();
        if (called || !stdout.trimEnd().endsWith("}")) return;
        called = true;
        whenReady?.(child, stdout).catch((error: unknown) => {
          child.kill("SIGKILL");
          reject(error);
        });
      });
      child.stderr.on("data", (chunk: Buffer) => {
        stderr += chunk.toString();
      });
      child.once("exit", (code) => resolve({ code, stdout, stderr }));
    });
  }

  test("start runs everything on a redis-server of the PATH, hands out a key, and Ctrl-C drains with exit code 0", async () => {
    const redis = findRedis();
    if (redis === null) throw new Error("no redis-server");
    const path = `${dirname(redis.executable)}${delimiter}${process.env.PATH ?? ""}`;
    let status = 0;
    let story: readonly Hop[] = [];
    const ended = await run(
      ["start", "--json"],
      { LD_LIBRARY_PATH: redis.env.LD_LIBRARY_PATH, PATH: path },
      async (child, stdout) => {
        const started = JSON.parse(stdout) as {
          urls: Record<string, string>;
          messages: string;
          apiKey: string;
        };
        expect(started.messages).toContain("redis-server on 127.0.0.1:");
        const response = await fetch(`${started.urls["api-gateway"]}/api/v1/projects`, {
          headers: { "x-api-key": started.apiKey },
        });
        status = response.status;
        story = await storyOfNewProject(started.urls["api-gateway"] ?? "", started.apiKey);
        child.kill("SIGINT");
      },
    );
    expect(status).toBe(200);
    expect(story[0]).toMatchObject({
      hop: "outbox",
      service: "project-coordinator",
      type: "project.created",
    });
    expect(story.some(({ hop, attempt }) => hop === "handled" && attempt === 1)).toBe(true);
    expect(ended.stderr.split("\n").filter((line) => line.includes('"level":50'))).toEqual([]);
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toHaveProperty("firstCall");
  });

  /** Makes a project and asks the journal for everything that came of it, until a message was handled. */
  async function storyOfNewProject(gateway: string, apiKey: string): Promise<readonly Hop[]> {
    const correlationId = "0190a000-0000-7000-8000-00000000c0de";
    await fetch(`${gateway}/api/v1/projects`, {
      method: "POST",
      headers: {
        "x-api-key": apiKey,
        "x-correlation-id": correlationId,
        "content-type": "application/json",
      },
      body: JSON.stringify({ name: "Traced", objectives: ["Be found in the journal"] }),
    });
    return vi.waitFor(
      async () => {
        const { stdout } = await run(["trace", correlationId, "--json"], {});
        const hops = JSON.parse(stdout) as readonly Hop[];
        if (!hops.some(({ hop }) => hop === "handled")) throw new Error(stdout);
        return hops;
      },
      { timeout: 20_000, interval: 200 },
    );
  }

  test("start says that messages are in memory where there is no redis-server", async () => {
    const ended = await run(["start", "--json"], { PATH: "/nowhere" }, async (child) => {
      child.kill("SIGTERM");
    });
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout).messages).toBe(
      "messages: in memory, gone when this process ends (no REDIS_URL, and no redis-server on the PATH)",
    );
  });

  test("start names the port that another program has", async () => {
    const server = await listen(portBase + 2);
    const ended = await run(["start"], { PATH: "/nowhere" });
    server.close();
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(`port ${portBase + 2} is in use by another program`);
    expect(ended.stderr).toContain("move all ports with PORT_BASE");
  });

  test.each([
    [["serve", "planning-system"], {}, "REDIS_URL and DATABASE_URL must be set"],
    [["serve", "planing-system"], {}, "there is no service `planing-system`"],
    [["start"], { PORT_BASE: "x" }, "PORT_BASE"],
    [
      ["start"],
      { REDIS_URL: "http://localhost" },
      "REDIS_URL: The Redis URL cannot be read: expected `redis://host:port`",
    ],
    [
      ["serve", "planning-system"],
      {
        REDIS_URL: "redis://127.0.0.1:1",
        DATABASE_URL: "postgres://127.0.0.1:1/x",
        BERRYS_ENV: "production",
      },
      "BERRYS_SERVICE_SECRET is not set",
    ],
    [
      ["serve", "tool-integration"],
      {
        REDIS_URL: "redis://127.0.0.1:1",
        DATABASE_URL: "postgres://127.0.0.1:1/x",
        BERRYS_ENV: "production",
        BERRYS_SERVICE_SECRET: "a secret of more than 32 characters",
      },
      "BERRYS_MESSAGE_KEYS is not set, but `tool.execute` carries sensitive data",
    ],
    [
      ["serve", "planning-system"],
      { REDIS_URL: "redis://127.0.0.1:1", DATABASE_URL: "postgres://127.0.0.1:1/x" },
      "127.0.0.1:1",
    ],
  ])("%j with %j ends with exit code 2 and one sentence", async (args, env, sentence) => {
    const ended = await run(args, env);
    expect(ended.stderr).toContain(sentence);
    expect(ended.stderr).not.toMatch(/^\s+at /m);
    expect(ended.stdout).toBe("");
    expect(ended.code).toBe(2);
  });
});

function listen(port: number): Promise<Server> {
  const server = createServer();
  return new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve(server)));
}
