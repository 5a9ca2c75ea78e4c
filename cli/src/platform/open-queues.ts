import { join, resolve } from "node:path";
import { CliError } from "../cli-error.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { findWorkspace } from "../workspace.ts";
import { importQueues, type QueueAdmin, type QueueRuntime } from "./queue-runtime.ts";
import { asCliErrors } from "./runtime-errors.ts";
import { type DeclaredQueues, declaredQueues } from "./topology.ts";

/** Where the messages are; options that all commands about queues share. */
export interface QueueOptions {
  /** Default: `REDIS_URL`, else the server that runs in the workspace. */
  readonly redis?: string;
  /** Start of every key; default `berrys`. */
  readonly prefix?: string;
}

/** The queues of a workspace, at hand. */
export interface OpenQueues {
  readonly root: string;
  readonly admin: QueueAdmin;
  readonly declared: DeclaredQueues;
  readonly runtime: QueueRuntime;
}

/** Opens the queues around `terminal.cwd`, works with them and lets go of them. */
export async function withQueues(
  terminal: Terminal,
  options: QueueOptions,
  work: (queues: OpenQueues) => Promise<number>,
): Promise<number> {
  const root = findWorkspace(terminal.cwd);
  const declared = await declaredQueues(root);
  const runtime = await importQueues(root);
  const url = options.redis ?? redisUrl(terminal, root, runtime);
  return asCliErrors(async () => {
    const { prefix } = options;
    const admin = runtime.createRedisQueueAdmin({
      url,
      timeoutMs: 3000,
      ...(prefix === undefined ? null : { prefix }),
    });
    try {
      return await work({ root, admin, declared, runtime });
    } finally {
      admin.close();
    }
  });
}

function redisUrl(terminal: Terminal, root: string, runtime: QueueRuntime): string {
  const { env } = terminal;
  if (env.REDIS_URL) return env.REDIS_URL;
  const folder = resolve(terminal.cwd, env.BERRYS_DATA ?? join(root, ".berrys"));
  const note = runtime.readMessagesNote(folder);
  switch (note?.kind) {
    case "redis":
      return note.url;
    case "memory":
      throw new CliError(
        "cli/messages-in-memory",
        `the messages here are in the memory of process ${note.pid}, where no other process can reach them`,
        { hint: "set REDIS_URL, or put a redis-server on the PATH, and run `berrys start` again" },
      );
    case undefined:
      throw new CliError("cli/no-redis", `no Redis is named, and nothing runs in ${folder}`, {
        hint: "run `berrys start`, or name the server with --redis or REDIS_URL",
      });
  }
}
