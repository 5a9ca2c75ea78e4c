import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  definition,
  operations,
  startThings,
  type Things,
} from "../../../test/support/rest-things.ts";
import { createRestClient } from "./client.ts";
import type { RestCallInput, RestCallOptions, RestReply } from "./reply.ts";

let things: Things;
let base = "";
beforeAll(async () => {
  things = await startThings();
  base = things.base;
});
afterAll(() => things.stop());

async function collect(items: AsyncIterable<unknown>): Promise<readonly unknown[]> {
  const collected: unknown[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

describe("client", () => {
  interface Client {
    createThing(input: RestCallInput, options?: RestCallOptions): Promise<RestReply<unknown>>;
    listThings(
      input?: RestCallInput,
      options?: RestCallOptions,
    ): Promise<RestReply<readonly unknown[]>>;
    getThing(input: RestCallInput): Promise<RestReply<unknown>>;
    getFile(input: RestCallInput): Promise<RestReply<unknown>>;
    deleteThing(input: RestCallInput): Promise<RestReply<unknown>>;
    slowThing(input: RestCallInput, options?: RestCallOptions): Promise<RestReply<unknown>>;
    watchThings(input: RestCallInput, options?: RestCallOptions): AsyncIterable<unknown>;
  }
  const clientOf = (more: object = {}): Client =>
    createRestClient<Client>({ baseUrl: base, ...more }, definition.rest, operations);

  it("brings every parameter style to the handler as it was", async () => {
    const query = {
      limit: 3,
      tags: ["a,b", "c&d"],
      ids: [1, 2],
      piped: ["x", "y z"],
      filter: { state: "open", "a b": "c" },
      flat: { k: "v" },
      deep: true,
    };
    const { data, nextCursor, status } = await clientOf().listThings({
      query,
      headers: { "x-trace": "t" },
      cookies: { session: "s 1" },
    });
    expect(status).toBe(200);
    expect(nextCursor).toBe("c2");
    expect(data).toMatchObject([
      { input: { query, headers: { "x-trace": "t" }, cookies: { session: "s 1" } } },
    ]);
    const { data: bare } = await clientOf().listThings();
    expect(bare).toMatchObject([{ input: { query: { limit: 20 } } }]);
  });
  it("returns data, meta, status and headers", async () => {
    const created = await clientOf().createThing(
      { body: { name: "a" } },
      { correlationId: "id-7" },
    );
    expect(created).toMatchObject({
      data: { name: "a" },
      status: 201,
      meta: { correlation_id: "id-7" },
      nextCursor: null,
    });
    expect(created.headers.get("location")).toBe("/api/v1/things/a");
    const file = await clientOf().getFile({ params: { name: "a b", kind: "md" } });
    expect(file.data).toBe('{"name":"a b","kind":"md"}');
    const gone = await clientOf({ apiKey: "admin" }).deleteThing({ params: { thing_id: "1" } });
    expect(gone).toMatchObject({ status: 204, data: undefined, meta: null });
  });
  it("throws problems as errors with code, violations and the problem", async () => {
    await expect(clientOf().createThing({ body: {} })).rejects.toMatchObject({
      code: "invalid_argument",
      details: {
        status: 422,
        problem: { title: "Invalid request" },
        violations: [{ pointer: "/body/name" }],
      },
    });
    await expect(clientOf({ baseUrl: "http://127.0.0.1:1" }).listThings()).rejects.toMatchObject({
      code: "unavailable",
    });
  });
  it("gives up at its own timeout and when told to", async () => {
    await expect(clientOf().slowThing({}, { timeoutMs: 10 })).rejects.toMatchObject({
      code: "deadline_exceeded",
      message: "No answer within 10 ms.",
    });
    const signal = AbortSignal.timeout(10);
    await expect(clientOf().slowThing({}, { signal })).rejects.toMatchObject({ code: "canceled" });
  });
  it("iterates over a stream", async () => {
    const items = await collect(clientOf().watchThings({ query: { how: "all" } }));
    expect(items).toEqual([{ n: 1, text: "two\nlines" }, { n: 2 }]);
  });
  it("throws what breaks a stream, before and after the first item", async () => {
    await expect(
      collect(clientOf().watchThings({ query: { how: "refuse" } })),
    ).rejects.toMatchObject({ code: "not_found", details: { status: 404 } });
    await expect(
      collect(clientOf().watchThings({ query: { how: "break" } })),
    ).rejects.toMatchObject({ code: "unavailable", message: "The watch broke." });
  });
  it("writes nothing but JSON lines when readers leave", async () => {
    const printed: unknown[] = [];
    const spies = (["info", "error", "log", "warn"] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation((...words) => printed.push(words)),
    );
    const controller = new AbortController();
    const items = clientOf().watchThings(
      { query: { how: "forever" } },
      { signal: controller.signal },
    );
    const reading = collect(items).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 50));
    controller.abort();
    expect(await reading).toMatchObject({ code: "canceled" });
    await expect.poll(() => things.watching()?.aborted).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 20));
    for (const spy of spies) spy.mockRestore();
    expect(printed).toEqual([]);
  });
  it("aborts the handler when the reader of a stream leaves", async () => {
    for await (const item of clientOf().watchThings({ query: { how: "forever" } })) {
      if ((item as { n: number }).n === 2) break;
    }
    await expect.poll(() => things.watching()?.aborted).toBe(true);
  });
});
