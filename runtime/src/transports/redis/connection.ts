import { createHash } from "node:crypto";
import { Redis, ReplyError } from "ioredis";
import { BerrysError } from "../../errors.ts";

/** A Lua script with its name on the server. */
export interface RedisScript {
  readonly source: string;
  readonly sha: string;
}

export function defineScript(source: string): RedisScript {
  return { source, sha: createHash("sha1").update(source).digest("hex") };
}

export type RedisArgument = string | number | Buffer;

/**
 * One connection that comes back by itself. Nothing is queued while it is down and nothing is sent twice: a command
 * rejects, and its sender decides. Replies hold Buffers. This is all that the transport knows of its client library.
 */
export interface RedisConnection {
  /** Sends to the server that holds `key`; null: to any. */
  send(key: string | null, command: string, ...args: readonly RedisArgument[]): Promise<unknown>;
  /** Runs where `keys[0]` lies; the others lie in the same slot. */
  run(
    script: RedisScript,
    keys: readonly string[],
    args: readonly RedisArgument[],
  ): Promise<unknown>;
  /** Resolves once commands can be sent; rejects with `unavailable` after `timeoutMs`. */
  ready(timeoutMs: number): Promise<void>;
  /** Counts connections made: another number means that the server may have forgotten this client. */
  readonly generation: number;
  close(): void;
}

export interface ConnectionOptions {
  readonly url: string;
  /** Shown in `CLIENT LIST`. */
  readonly name: string;
  /** Milliseconds without an answer after which the connection counts as dead (half-open TCP). */
  readonly silenceMs: number;
}

const connectTimeoutMs = 3000;
const maxReconnectMs = 1000;

export function createConnection(options: ConnectionOptions): RedisConnection {
  const waiting = new Set<() => void>();
  let client: Redis | null = null;
  let isReady = false;
  let closed = false;
  let failures = 0;
  let generation = 0;
  let lastError: unknown = null;
  let timer: NodeJS.Timeout | null = null;

  // The client object is replaced, never revived: a wedged one cannot take us with it.
  const open = (): void => {
    const opened = new Redis(options.url, {
      connectionName: options.name,
      connectTimeout: connectTimeoutMs,
      socketTimeout: options.silenceMs,
      keepAlive: 5000,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      retryStrategy: () => null,
      disableClientInfo: true,
      protocol: 2,
    });
    client = opened;
    opened.on("error", (error) => {
      lastError = error;
    });
    opened.on("ready", () => {
      isReady = true;
      failures = 0;
      generation++;
      for (const wake of waiting) wake();
    });
    opened.on("end", () => {
      isReady = false;
      if (closed || client !== opened) return;
      failures++;
      const ceiling = Math.min(maxReconnectMs, 25 * 2 ** Math.min(failures, 10));
      timer = setTimeout(open, ceiling / 2 + (Math.random() * ceiling) / 2);
    });
  };
  open();

  const unavailable = (): BerrysError =>
    new BerrysError(
      "unavailable",
      closed ? "Redis connection is closed" : notAnswering(options.url, lastError),
    );

  const command = (name: string, ...args: readonly RedisArgument[]): Promise<unknown> => {
    if (client === null || !isReady) return Promise.reject(unavailable());
    return client.callBuffer(name, ...args);
  };

  return {
    send: (_key, name, ...args) => command(name, ...args),
    run: async (script, keys, args) => {
      try {
        return await command("EVALSHA", script.sha, keys.length, ...keys, ...args);
      } catch (error) {
        if (!isReplyError(error, "NOSCRIPT")) throw error;
        return command("EVAL", script.source, keys.length, ...keys, ...args);
      }
    },
    ready: (timeoutMs) =>
      new Promise((resolve, reject) => {
        if (isReady) {
          resolve();
          return;
        }
        const end = (): void => {
          clearTimeout(late);
          waiting.delete(end);
          if (isReady) resolve();
          else reject(unavailable());
        };
        const late = setTimeout(end, Math.max(0, timeoutMs));
        waiting.add(end);
        if (closed) end();
      }),
    get generation() {
      return generation;
    },
    close: () => {
      closed = true;
      isReady = false;
      if (timer !== null) clearTimeout(timer);
      client?.disconnect();
      for (const wake of waiting) wake();
    },
  };
}

/** Whether the server answered with an error that begins with `prefix`. */
export function isReplyError(error: unknown, prefix = ""): boolean {
  return error instanceof ReplyError && String((error as Error).message).startsWith(prefix);
}

function notAnswering(url: string, error: unknown): string {
  const reason = error instanceof Error && error.message !== "" ? `: ${error.message}` : "";
  return `Redis at ${placeOf(url)} does not answer${reason}`;
}

/** Host and port alone: a URL may hold a password. */
function placeOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "the configured address";
}
