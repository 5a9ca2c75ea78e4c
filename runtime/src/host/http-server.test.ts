import { Agent, type Agent as HttpAgent, request as httpRequest } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { connect } from "node:net";
import { afterEach, expect, it } from "vitest";
import { type HttpServer, listen } from "./http-server.ts";

const servers: HttpServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop(0)));
});

async function start(delayMs = 0): Promise<HttpServer> {
  const server = await listen({
    host: "127.0.0.1",
    port: 0,
    listener: (request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        setTimeout(() => {
          response.end(`${request.httpVersion} ${request.url} ${Buffer.concat(chunks)}`);
        }, delayMs);
      });
    },
  });
  servers.push(server);
  return server;
}

function overHttp1(port: number, body: string, agent?: HttpAgent): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { port, host: "127.0.0.1", method: "POST", path: "/a", ...(agent ? { agent } : {}) },
      (response) => {
        let text = "";
        response.on("data", (chunk) => {
          text += chunk;
        });
        response.on("end", () => resolve(text));
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

function overHttp2(port: number, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const session = connectHttp2(`http://127.0.0.1:${port}`);
    session.on("error", reject);
    const stream = session.request({ ":method": "POST", ":path": "/a" });
    let text = "";
    stream.on("data", (chunk) => {
      text += chunk;
    });
    stream.on("error", reject);
    stream.on("end", () => {
      session.close();
      resolve(text);
    });
    stream.end(body);
  });
}

it("speaks HTTP/1.1 and HTTP/2 on one port", async () => {
  const { port } = await start();
  const long = "x".repeat(300_000);
  const agent = new Agent({ keepAlive: true });
  expect(await overHttp1(port, "one", agent)).toBe("1.1 /a one");
  expect(await overHttp1(port, long, agent)).toBe(`1.1 /a ${long}`);
  expect(await overHttp2(port, "two")).toBe("2.0 /a two");
  expect(await overHttp2(port, long)).toBe(`2.0 /a ${long}`);
  expect(await (await fetch(`http://127.0.0.1:${port}/b`)).text()).toBe("1.1 /b ");
  agent.destroy();
});

it("recognises a request line and a preface that come in crumbs", async () => {
  const { port } = await start();
  const socket = connect(port, "127.0.0.1");
  const closed = new Promise((resolve) => socket.once("close", resolve));
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk.toString("latin1");
  });
  for (const crumb of [
    "P",
    "O",
    "ST /c HTTP/1.1\r\nhost: x\r\nconnection: close\r\n",
    "content-length: 2\r\n\r\nh",
    "i",
  ]) {
    socket.write(crumb);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await closed;
  expect(answer).toContain("1.1 /c hi");

  const second = connect(port, "127.0.0.1");
  let bytes = Buffer.alloc(0);
  second.on("data", (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
  });
  const emptySettings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);
  for (const crumb of ["P", "R", "I * HTTP/2.0\r\n\r\nSM\r\n\r\n", emptySettings]) {
    second.write(crumb);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await expect.poll(() => bytes[3]).toBe(4);
  second.destroy();
});

it("finishes what runs when it stops, over both protocols, and accepts nothing new", async () => {
  const server = await start(200);
  const agent = new Agent({ keepAlive: true });
  const running = [overHttp1(server.port, "a", agent), overHttp2(server.port, "b")];
  await new Promise((resolve) => setTimeout(resolve, 100));
  const began = Date.now();
  await server.stop(5_000);
  expect(Date.now() - began).toBeLessThan(2_000);
  expect(await Promise.all(running)).toEqual(["1.1 /a a", "2.0 /a b"]);
  await expect(overHttp1(server.port, "late")).rejects.toThrow("ECONNREFUSED");
  agent.destroy();
});

it("cuts off what outlasts the grace period", async () => {
  const server = await start(60_000);
  const running = [overHttp1(server.port, "a"), overHttp2(server.port, "b")];
  const settled = Promise.allSettled(running);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await server.stop(50);
  expect((await settled)[0]?.status).toBe("rejected");
});
