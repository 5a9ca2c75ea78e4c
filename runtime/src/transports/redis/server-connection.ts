import { BerrysError } from "../../errors.ts";
import { CertificateError } from "./certificate-error.ts";
import { type Client, type ClientOptions, openClient } from "./client.ts";
import {
  isReplyError,
  type RedisArgument,
  type RedisCommands,
  type RedisConnection,
  type ReplyForm,
} from "./connection.ts";
import { type Endpoint, placesOf, type ServerAddress } from "./endpoint.ts";
import { findPrimary } from "./sentinel.ts";

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

const connectTimeoutMs = 3000;
const maxReconnectMs = 1000;

export function createServerConnection(options: ServerConnectionOptions): ServerConnection {
  const waiting = new Set<() => void>();
  let client: Client | null = null;
  let isReady = false;
  let closed = false;
  let failures = 0;
  let generation = 0;
  let lastError: unknown = null;
  let timer: NodeJS.Timeout | null = null;

  const again = (): void => {
    failures++;
    const ceiling = Math.min(maxReconnectMs, 25 * 2 ** Math.min(failures, 10));
    timer = setTimeout(open, ceiling / 2 + (Math.random() * ceiling) / 2);
  };
  // A client is replaced, never revived: a wedged one cannot take us with it.
  const openAt = (address: ServerAddress): void => {
    const opened = openClient({
      ...accessOf(options, address),
      onReady: () => {
        isReady = true;
        failures = 0;
        generation++;
        options.onReady?.();
        for (const wake of waiting) wake();
      },
      onEnd: (reason) => {
        if (client !== opened) return;
        lastError = reason;
        client = null;
        isReady = false;
        if (!closed) again();
      },
    });
    client = opened;
  };
  const open = (): void => {
    addressOf(options).then(
      (address) => {
        if (!closed) openAt(address);
      },
      (error: unknown) => {
        lastError = error;
        if (!closed) again();
      },
    );
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
    form: ReplyForm = "bytes",
  ): Promise<unknown> => {
    const used = client;
    if (used === null || !isReady) throw unavailable();
    try {
      // Its own error would be that of the command, which is what counts.
      if (asking) used.call("ASKING", []).catch(() => {});
      return await used.call(name, args, form);
    } catch (error) {
      if (isDemoted(error) && client === used) {
        used.close();
      }
      throw error;
    }
  };
  const commands = (asking: boolean): RedisCommands => ({
    send: (_key, name, ...args) => command(asking, name, args),
    ask: (form, _key, name, args) => command(asking, name, args, form),
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
      client?.close();
      for (const wake of waiting) wake();
    },
  };
}

/** It was a primary: whoever is that now has to be looked up again. */
function isDemoted(error: unknown): boolean {
  return isReplyError(error, "READONLY") || isReplyError(error, "UNBLOCKED force");
}

function addressOf({ endpoint }: ServerConnectionOptions): Promise<ServerAddress> {
  if (endpoint.kind === "sentinel") return findPrimary(endpoint, connectTimeoutMs);
  return Promise.resolve(endpoint.addresses[0] ?? { host: "", port: 0 });
}

function accessOf(
  { endpoint, name, silenceMs }: ServerConnectionOptions,
  { host, port }: ServerAddress,
): Omit<ClientOptions, "onReady" | "onEnd"> {
  const { username, password, database, tls } = endpoint;
  return {
    ...{ host, port, tls, username, password, database },
    ...{ name, connectTimeoutMs, silenceMs },
  };
}

/** What a server says to whom it does not let in. */
const refusals = ["WRONGPASS", "NOAUTH", "ERR AUTH"];

function notAnswering(endpoint: Endpoint, error: unknown): string {
  const reason = error instanceof Error && error.message !== "" ? `: ${error.message}` : "";
  const who = endpoint.kind === "sentinel" ? "The Redis primary named by sentinels at" : "Redis at";
  if (refusals.some((code) => isReplyError(error, code))) {
    return `${who} ${placesOf(endpoint)} lets nobody in with the user and password of the address${reason}`;
  }
  if (error instanceof CertificateError) {
    return `${who} ${placesOf(endpoint)} shows a certificate that is refused${reason}`;
  }
  return `${who} ${placesOf(endpoint)} does not answer${reason}`;
}
