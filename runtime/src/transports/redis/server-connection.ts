import { Redis, type RedisOptions } from "ioredis";
import { BerrysError } from "../../errors.ts";
import {
  isReplyError,
  type RedisArgument,
  type RedisCommands,
  type RedisConnection,
} from "./connection.ts";
import { type Endpoint, placesOf } from "./endpoint.ts";

/** A connection to one server: the one of the URL, the primary of sentinels or a node of a cluster. */
export interface ServerConnection extends RedisConnection {
  /** Whether commands can be sent now. */
  readonly isReady: boolean;
  /** The same commands, each allowed to a slot that is on its way to this node. */
  readonly asking: RedisCommands;
}

export interface ServerConnectionOptions {
  readonly endpoint: Endpoint;
  /** Shown in `CLIENT LIST`. */
  readonly name: string;
  /** Milliseconds without an answer after which the connection counts as dead (half-open TCP). */
  readonly silenceMs: number;
  /** Called with every connection made. */
  readonly onReady?: () => void;
}

/** The client library maps no replies for us. */
type ClientOptions = Omit<RedisOptions, "replyMapping">;

const connectTimeoutMs = 3000;
const maxReconnectMs = 1000;

export function createServerConnection(options: ServerConnectionOptions): ServerConnection {
  const waiting = new Set<() => void>();
  const clientOptions = clientOptionsOf(options);
  let client: Redis | null = null;
  let isReady = false;
  let closed = false;
  let failures = 0;
  let generation = 0;
  let lastError: unknown = null;
  let timer: NodeJS.Timeout | null = null;

  // The client object is replaced, never revived: a wedged one cannot take us with it.
  const open = (): void => {
    const opened = new Redis(clientOptions);
    client = opened;
    opened.on("error", (error) => {
      lastError = error;
    });
    opened.on("ready", () => {
      isReady = true;
      failures = 0;
      generation++;
      options.onReady?.();
      for (const wake of waiting) wake();
    });
    opened.on("end", () => {
      if (client !== opened) return;
      isReady = false;
      if (closed) return;
      failures++;
      const ceiling = Math.min(maxReconnectMs, 25 * 2 ** Math.min(failures, 10));
      timer = setTimeout(open, ceiling / 2 + (Math.random() * ceiling) / 2);
    });
  };
  open();

  const unavailable = (): BerrysError =>
    new BerrysError(
      "unavailable",
      closed ? "Redis connection is closed" : notAnswering(options.endpoint, lastError),
    );

  const command = async (
    asking: boolean,
    name: string,
    args: readonly RedisArgument[],
  ): Promise<unknown> => {
    const used = client;
    if (used === null || !isReady) throw unavailable();
    try {
      // Its own error would be that of the command, which is what counts.
      if (asking) used.call("ASKING").catch(() => {});
      return await used.callBuffer(name, ...args);
    } catch (error) {
      if (isDemoted(error) && client === used) {
        isReady = false;
        used.disconnect();
      }
      throw error;
    }
  };
  const commands = (asking: boolean): RedisCommands => ({
    send: (_key, name, ...args) => command(asking, name, args),
    run: async (script, keys, args) => {
      try {
        return await command(asking, "EVALSHA", [script.sha, keys.length, ...keys, ...args]);
      } catch (error) {
        if (!isReplyError(error, "NOSCRIPT")) throw error;
        return command(asking, "EVAL", [script.source, keys.length, ...keys, ...args]);
      }
    },
  });

  return {
    ...commands(false),
    asking: commands(true),
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
    get isReady() {
      return isReady;
    },
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

/** It was a primary: whoever is that now has to be looked up again. */
function isDemoted(error: unknown): boolean {
  return isReplyError(error, "READONLY") || isReplyError(error, "UNBLOCKED force");
}

function clientOptionsOf({ endpoint, name, silenceMs }: ServerConnectionOptions): ClientOptions {
  const { username, password, database, tls } = endpoint;
  return {
    ...placeOptionsOf(endpoint),
    ...(username === null ? {} : { username }),
    ...(password === null ? {} : { password }),
    ...(tls ? { tls: {} } : {}),
    db: database,
    connectionName: name,
    connectTimeout: connectTimeoutMs,
    socketTimeout: silenceMs,
    keepAlive: 5000,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    retryStrategy: () => null,
    disableClientInfo: true,
    protocol: 2,
  };
}

function placeOptionsOf(endpoint: Endpoint): ClientOptions {
  const { addresses, tls } = endpoint;
  if (endpoint.kind !== "sentinel") {
    return { host: addresses[0]?.host ?? "", port: addresses[0]?.port ?? 0 };
  }
  const { primary, sentinelUsername, sentinelPassword } = endpoint;
  return {
    sentinels: addresses.map(({ host, port }) => ({ host, port })),
    name: primary,
    ...(sentinelUsername === null ? {} : { sentinelUsername }),
    ...(sentinelPassword === null ? {} : { sentinelPassword }),
    ...(tls ? { sentinelTLS: {}, enableTLSForSentinelMode: true } : {}),
    sentinelCommandTimeout: connectTimeoutMs,
    sentinelRetryStrategy: () => null,
    // Where they announce themselves need not be where we reach them.
    updateSentinels: false,
  };
}

function notAnswering(endpoint: Endpoint, error: unknown): string {
  const reason = error instanceof Error && error.message !== "" ? `: ${error.message}` : "";
  const who = endpoint.kind === "sentinel" ? "The Redis primary named by sentinels at" : "Redis at";
  return `${who} ${placesOf(endpoint)} does not answer${reason}`;
}
