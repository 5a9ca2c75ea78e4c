import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A subscriber: a real HTTP server that keeps what it is sent and answers as a test wants. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  /** As `WEBHOOK_ALLOWED_HOSTS` lists it. */
  readonly host: string;
  readonly received: readonly Received[];
}

/** `answer` gives the status for the nth request, from 1; null: no answer at all. */
export async function startReceiver(
  answer: (nth: number) => number | null = () => 204,
): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const nth = received.push({
      headers: request.headers,
      body: Buffer.concat(chunks).toString("utf8"),
    });
    const status = answer(nth);
    if (status === null) return;
    const redirect = status === 302 ? { location: "/elsewhere" } : {};
    response.writeHead(status, redirect).end("whatever");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const host = `127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
  return {
    url: `http://${host}/hook`,
    host,
    received,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
