import { createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { startRedis } from "../../../../test/support/redis.ts";
import { type Client, type ClientOptions, openClient } from "./client.ts";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A server that answers a command with what `answer` gives; null: nothing. */
async function serve(answer: (command: string, socket: Socket) => string | null): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("data", (data) => {
      for (const [, command = ""] of data.toString().matchAll(/\*\d+\r\n\$\d+\r\n(\w+)/g)) {
        const reply = answer(command, socket);
        if (reply !== null) socket.write(reply);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  return address !== null && typeof address === "object" ? address.port : 0;
}

interface Opened {
  readonly client: Client;
  readonly ready: Promise<void>;
  readonly end: Promise<Error>;
}

function open(port: number, more: Partial<ClientOptions> = {}): Opened {
  const ready = Promise.withResolvers<void>();
  const end = Promise.withResolvers<Error>();
  const client = openClient({
    ...{ host: "127.0.0.1", port, tls: false, username: null, password: null, database: 0 },
    ...{ name: null, connectTimeoutMs: 5000, silenceMs: 5000 },
    onReady: ready.resolve,
    onEnd: end.resolve,
    ...more,
  });
  cleanups.push(() => client.close());
  return { client, ready: ready.promise, end: end.promise };
}

test("commands without an answer are rejected when the server goes", async () => {
  const port = await serve((command, socket) => {
    if (command === "QUIT") socket.destroy();
    return command === "PING" ? "+PONG\r\n" : null;
  });
  const { client, ready, end } = open(port);
  await ready;
  const calls = Promise.allSettled([client.call("GET", ["a"]), client.call("QUIT", [])]);
  const outcomes = await calls;
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect((await end).message).toMatch(/closed the connection|ECONNRESET/);
  await expect(client.call("GET", ["b"])).rejects.toThrow("the connection has ended");
});

test("bytes that are no reply end the connection", async () => {
  const port = await serve((command) => (command === "PING" ? "+PONG\r\n" : "%1\r\n"));
  const { client, ready, end } = open(port);
  await ready;
  await expect(client.call("GET", ["a"])).rejects.toThrow("unknown type, byte 37");
  expect((await end).message).toContain("unknown type");
});

test("a server that keeps the connection and says nothing counts as dead", async () => {
  const port = await serve((command) => (command === "PING" ? "+PONG\r\n" : null));
  const { client, ready, end } = open(port, { silenceMs: 200 });
  await ready;
  await expect(client.call("GET", ["a"])).rejects.toThrow("no answer for 200 ms");
  expect((await end).message).toBe("no answer for 200 ms");
});

test("a refused password is told, and not shown", async () => {
  const redis = await startRedis({ arguments: ["--requirepass", "right-one"] });
  cleanups.push(() => redis.stop());
  const { message } = await open(redis.port, { password: "wrong-one" }).end;
  expect(message).toMatch(/WRONGPASS|invalid password/);
  expect(message).not.toContain("wrong-one");

  const good = open(redis.port, { password: "right-one", database: 3 });
  await good.ready;
  await good.client.call("SET", ["here", 1]);
  const other = open(redis.port, { password: "right-one" });
  await other.ready;
  expect(await other.client.call("GET", ["here"])).toBe(null);
});
