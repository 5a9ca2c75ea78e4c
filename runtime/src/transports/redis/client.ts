import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls, TLSSocket } from "node:tls";
import { Queue } from "../queue.ts";
import { CertificateError } from "./certificate-error.ts";
import {
  createReplyReader,
  encodeCommand,
  type RedisArgument,
  ReplyError,
  type ReplyForm,
} from "./resp.ts";

export interface ClientOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly username: string | null;
  readonly password: string | null;
  readonly database: number;
  /** Shown in `CLIENT LIST`; null: no name. */
  readonly name: string | null;
  readonly connectTimeoutMs: number;
  /** Milliseconds without an answer after which the connection counts as dead (half-open TCP). */
  readonly silenceMs: number;
  /** Commands can be sent. */
  readonly onReady: () => void;
  /**
   * It is over, for good; told once, with a `CertificateError` where that is why. Commands without an answer are
   * rejected before.
   */
  readonly onEnd: (reason: Error) => void;
}

/** One connection, used until it ends: whoever needs another one opens another one. */
export interface Client {
  /** Rejects with a `ReplyError` of the server, or with why the connection ended. */
  call(name: string, args: readonly RedisArgument[], form?: ReplyForm): Promise<unknown>;
  close(): void;
}

interface Waiting {
  readonly form: ReplyForm;
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: Error) => void;
}

const keepAliveMs = 5000;

export function openClient(options: ClientOptions): Client {
  const { host, port, silenceMs } = options;
  const waiting = new Queue<Waiting>();
  let chunks: (string | Buffer)[] = [];
  let ended = false;
  /** When something last came, or was asked for after nothing was. */
  let heardAt = performance.now();

  const place = { host, port, keepAlive: true, keepAliveInitialDelay: keepAliveMs, noDelay: true };
  const socket: Socket = options.tls
    ? connectTls({ ...place, ...(isIP(host) === 0 ? { servername: host } : {}) })
    : connectTcp(place);

  const end = (reason: Error): void => {
    if (ended) return;
    ended = true;
    clearTimeout(connectTimer);
    clearInterval(silenceTimer);
    socket.destroy();
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      next.reject(reason);
    options.onEnd(reason);
  };
  const connectTimer = setTimeout(
    () => end(new Error(`no connection within ${options.connectTimeoutMs} ms`)),
    options.connectTimeoutMs,
  );
  const silenceTimer = setInterval(
    () => {
      if (waiting.size === 0 || performance.now() - heardAt <= silenceMs) return;
      end(new Error(`no answer for ${silenceMs} ms`));
    },
    Math.min(1000, silenceMs / 4),
  );

  const flush = (): void => {
    const sent = chunks;
    chunks = [];
    if (ended) return;
    if (sent.every((chunk) => typeof chunk === "string")) {
      socket.write(sent.length === 1 ? (sent[0] ?? "") : sent.join(""));
      return;
    }
    socket.cork();
    for (const chunk of sent) socket.write(chunk);
    socket.uncork();
  };
  const write = (chunk: string | Buffer): void => {
    // What is sent in one turn leaves in one piece.
    if (chunks.length === 0) process.nextTick(flush);
    chunks.push(chunk);
  };
  const call: Client["call"] = (name, args, form = "bytes") =>
    new Promise((resolve, reject) => {
      if (ended) {
        reject(new Error("the connection has ended"));
        return;
      }
      if (waiting.size === 0) heardAt = performance.now();
      waiting.push({ form, resolve, reject });
      encodeCommand(name, args, write);
    });

  const reader = createReplyReader({
    formOfNext: () => waiting.peek()?.form ?? "bytes",
    onReply: (reply) => {
      const next = waiting.shift();
      if (next === undefined) throw new Error("Redis answered what nobody asked");
      if (reply instanceof ReplyError) next.reject(reply);
      else next.resolve(reply);
    },
  });
  socket.on("data", (chunk: Buffer) => {
    heardAt = performance.now();
    try {
      reader.feed(chunk);
    } catch (error) {
      end(error instanceof Error ? error : new Error(String(error)));
    }
  });
  socket.on("error", (error) => {
    end(isRefusal(socket, error) ? new CertificateError(error) : error);
  });
  socket.on("close", () => end(new Error("the server closed the connection")));
  socket.once(options.tls ? "secureConnect" : "connect", () => {
    greet(options, call).then(() => {
      clearTimeout(connectTimer);
      if (!ended) options.onReady();
    }, end);
  });

  return { call, close: () => end(new Error("the connection was closed")) };
}

/** Whether the error is that of the certificate: one that is refused but let pass says so on the socket as well. */
function isRefusal(socket: Socket, error: NodeJS.ErrnoException): boolean {
  if (!(socket instanceof TLSSocket)) return false;
  // Despite its type: the code of the error, or its message where it has none.
  const refused: unknown = socket.authorizationError;
  return refused === (error.code ?? error.message);
}

/** Logs in, chooses the database, and asks whether the server is able to answer. */
async function greet(
  { username, password, database, name }: ClientOptions,
  call: Client["call"],
): Promise<void> {
  await Promise.all([
    password === null ? null : call("AUTH", username === null ? [password] : [username, password]),
    database === 0 ? null : call("SELECT", [database]),
    // A user may be forbidden to name itself.
    name === null ? null : call("CLIENT", ["SETNAME", name]).catch(() => {}),
    call("PING", []).catch((error: unknown) => {
      if (error instanceof ReplyError && error.message.startsWith("NOPERM")) return;
      throw error;
    }),
  ]);
}
