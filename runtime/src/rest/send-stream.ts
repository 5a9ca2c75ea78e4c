import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import type { Http2Bindings, HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Logger } from "pino";

/** The sides of Node under a request; undefined where the app is called without a server. */
export type NodeBindings = Partial<HttpBindings | Http2Bindings> | undefined;

/**
 * Writes a response whose body arises over time. A body that breaks cuts the connection, so that the client cannot
 * take the half of it for the whole; a client that goes away cancels the body.
 */
export function sendStream(response: Response, bindings: NodeBindings, log: Logger): Response {
  // The HTTP/2 response is compatible with that of HTTP/1.1; their types have no signature in common.
  const outgoing = bindings?.outgoing as HttpBindings["outgoing"] | undefined;
  if (outgoing === undefined || response.body === null) return response;
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of response.headers) headers[name] = value;
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers["set-cookie"] = cookies;
  outgoing.writeHead(response.status, headers);
  outgoing.flushHeaders();
  const body = Readable.fromWeb(response.body as NodeReadableStream<Uint8Array>);
  pipeline(body, outgoing).catch((error: unknown) => {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code !== "ERR_STREAM_PREMATURE_CLOSE")
      log.warn({ err: error }, "A streamed answer broke off");
    outgoing.destroy();
  });
  return RESPONSE_ALREADY_SENT;
}
