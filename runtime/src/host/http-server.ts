import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import {
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from "node:http2";
import type { AddressInfo, Socket } from "node:net";

/** Answers a request of either protocol. */
export type HttpListener = (
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
) => void;

export interface HttpServerOptions {
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  readonly listener: HttpListener;
}

/** One port that speaks HTTP/1.1 and HTTP/2 without TLS (prior knowledge). */
export interface HttpServer {
  readonly port: number;
  /** Accepts no more, lets running requests finish for up to `graceMs`, then cuts them off. */
  stop(graceMs: number): Promise<void>;
}

/** How long a new connection may stay silent, and an HTTP/2 connection idle. */
const silentMs = 60_000;
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 60_000;
const maxHeaderBytes = 16 * 1024;
const maxStreams = 250;
const prefaceStart = Buffer.from("PRI");

/** Starts to listen; rejects if the port cannot be had. */
export async function listen(options: HttpServerOptions): Promise<HttpServer> {
  const sessions = new Set<ServerHttp2Session>();
  const undecided = new Set<Socket>();
  const sockets = new Set<Socket>();
  let stopping = false;
  const http1 = createServer(
    {
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: silentMs,
      connectionsCheckingInterval: 5_000,
    },
    (request, response) => {
      // A client that keeps its connection would find it closed right after this answer.
      if (stopping) response.setHeader("connection", "close");
      options.listener(request, response);
    },
  );
  const http2 = createHttp2Server(
    {
      settings: { maxConcurrentStreams: maxStreams, maxHeaderListSize: maxHeaderBytes },
      maxSessionInvalidFrames: 100,
    },
    options.listener,
  );
  http2.on("session", (session) => {
    sessions.add(session);
    session.setTimeout(silentMs, () => session.close());
    session.once("close", () => sessions.delete(session));
  });
  http2.on("sessionError", () => undefined);

  // Node's own listener takes the connection once it is known not to start with HTTP/2's preface.
  const [serveHttp1] = http1.listeners("connection");
  http1.removeAllListeners("connection");
  http1.on("connection", (socket: Socket) => {
    undecided.add(socket);
    sockets.add(socket);
    peek(socket, (isHttp2) => {
      undecided.delete(socket);
      if (isHttp2) http2.emit("connection", socket);
      else serveHttp1?.call(http1, socket);
    });
    socket.once("close", () => {
      undecided.delete(socket);
      sockets.delete(socket);
    });
  });
  await new Promise<void>((resolve, reject) => {
    http1.once("error", reject);
    http1.listen(options.port, options.host, () => {
      http1.removeListener("error", reject);
      resolve();
    });
  });
  return {
    port: (http1.address() as AddressInfo).port,
    stop: async (graceMs) => {
      stopping = true;
      const closed = new Promise<void>((resolve) => http1.close(() => resolve()));
      for (const socket of undecided) socket.destroy();
      for (const session of sessions) session.close();
      // Keep-alive connections become idle one by one while their last requests end.
      const sweep = setInterval(() => http1.closeIdleConnections(), 20);
      const cut = setTimeout(() => {
        for (const session of sessions) session.destroy();
        // Also those whose session has ended on our side alone.
        for (const socket of sockets) socket.destroy();
      }, graceMs);
      await closed;
      clearInterval(sweep);
      clearTimeout(cut);
    },
  };
}

/** Looks at the first bytes without taking them away. */
function peek(socket: Socket, decide: (isHttp2: boolean) => void): void {
  let seen: Buffer = Buffer.alloc(0);
  const giveUp = (): void => {
    socket.destroy();
  };
  const onData = (chunk: Buffer): void => {
    seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk]);
    const length = Math.min(seen.length, prefaceStart.length);
    const matches = seen.subarray(0, length).equals(prefaceStart.subarray(0, length));
    if (matches && length < prefaceStart.length) return;
    socket.pause();
    socket.removeListener("data", onData);
    socket.removeListener("error", giveUp);
    socket.removeListener("end", giveUp);
    socket.removeListener("timeout", giveUp);
    socket.setTimeout(0);
    socket.unshift(seen);
    decide(matches);
    // The new owner may have attached a listener while the socket was paused, which alone would not resume it.
    if (!matches) socket.resume();
  };
  socket.on("error", giveUp);
  socket.on("end", giveUp);
  socket.on("data", onData);
  socket.setTimeout(silentMs, giveUp);
}
