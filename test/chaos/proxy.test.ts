import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type FaultProxy, startProxy } from "./proxy.ts";

let echo: Server;
let proxy: FaultProxy;
const received: string[] = [];
const clients: Socket[] = [];

beforeEach(async () => {
  received.length = 0;
  echo = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      received.push(chunk.toString());
      socket.write(`got ${chunk}`);
    });
  });
  await new Promise<void>((resolve) => echo.listen(0, "127.0.0.1", resolve));
  const address = echo.address();
  proxy = await startProxy(typeof address === "object" && address !== null ? address.port : 0);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  await proxy.close();
  await new Promise((resolve) => echo.close(resolve));
});

const open = async () => {
  const socket = connect(proxy.port, "127.0.0.1");
  clients.push(socket);
  const state = { answers: "", closed: false };
  socket.on("error", () => {});
  socket.on("data", (chunk) => {
    state.answers += chunk;
  });
  socket.on("close", () => {
    state.closed = true;
  });
  await new Promise((resolve) => socket.once("connect", resolve));
  return { state, send: (text: string) => socket.write(text) };
};
const soon = (assertion: () => void) => vi.waitFor(assertion, { timeout: 5000, interval: 5 });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("bytes pass both ways", async () => {
  const { state, send } = await open();
  send("a");
  await soon(() => expect(state.answers).toBe("got a"));
});

test("silence drops bytes both ways and closes nothing", async () => {
  const { state, send } = await open();
  await soon(() => expect(proxy.connections()).toBe(1));
  proxy.fallSilent();
  send("a");
  const late = await open();
  late.send("b");
  await pause(60);
  expect(received).toEqual([]);
  proxy.restore();
  send("c");
  await pause(60);
  expect(received).toEqual([]);
  expect([state.closed, late.state.closed]).toEqual([false, false]);
  const fresh = await open();
  fresh.send("d");
  await soon(() => expect(fresh.state.answers).toBe("got d"));
});

test("a lost answer: the server did it, the sender never hears", async () => {
  const { state, send } = await open();
  proxy.loseReplies("XADD", 1);
  send("PING");
  await soon(() => expect(state.answers).toBe("got PING"));
  send("XADD");
  await soon(() => expect(state.closed).toBe(true));
  expect(received).toEqual(["PING", "XADD"]);
  expect(state.answers).toBe("got PING");
  expect(proxy.toLose()).toBe(0);
});

test("a cut ends connections and refuses new ones until it is mended", async () => {
  const { state } = await open();
  proxy.cut();
  await soon(() => expect(state.closed).toBe(true));
  const refused = await open();
  await soon(() => expect(refused.state.closed).toBe(true));
  proxy.restore();
  const fresh = await open();
  fresh.send("a");
  await soon(() => expect(fresh.state.answers).toBe("got a"));
  proxy.reset();
  await soon(() => expect(fresh.state.closed).toBe(true));
});

test("a delay holds answers back", async () => {
  const { state, send } = await open();
  proxy.delay(40);
  const sentAt = performance.now();
  send("a");
  await soon(() => expect(state.answers).toBe("got a"));
  expect(performance.now() - sentAt).toBeGreaterThan(75);
});
