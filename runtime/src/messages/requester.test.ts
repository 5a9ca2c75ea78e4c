import { afterEach, expect, test, vi } from "vitest";
import type { FollowDefinition, MessageDefinition } from "../definitions.ts";
import type { Envelope } from "../envelope.ts";
import { createMemoryTransport } from "../transports/memory.ts";
import type { OutgoingMessage, ReplyChannel } from "../transports/transport.ts";
import { createConsumer, type DeliveryScope, type Handled } from "./consumer.ts";
import type { KeyRing } from "./key-ring.ts";
import { createRequester } from "./requester.ts";
import { eventDefinition, keyRing, textsCheck } from "./testing.ts";

const findPerson = {
  ...eventDefinition<{ person_id: string }>(),
  kind: "command",
  type: "person.find",
  checkReply: textsCheck("ssn"),
  sensitiveReply: ["/ssn"],
} as MessageDefinition<{ person_id: string }, { ssn: string }>;
const follow: FollowDefinition = {
  channel: "person",
  kind: "command",
  partitions: 2,
  handler: null,
  messages: [{ handler: "find", message: findPerson }],
};

const transports: ReturnType<typeof createMemoryTransport>[] = [];
afterEach(async () => {
  for (const transport of transports.splice(0)) await transport.close();
});

interface Setup {
  readonly keys?: { readonly asker: KeyRing | null; readonly answerer: KeyRing | null };
  readonly find: (envelope: Envelope, scope: DeliveryScope) => Promise<unknown>;
}

async function asking({ keys = { asker: null, answerer: null }, find }: Setup) {
  const transport = createMemoryTransport();
  transports.push(transport);
  const replies: string[] = [];
  const handled: Handled[] = [];
  const sent: OutgoingMessage[] = [];
  const watched: ReplyChannel = {
    ...transport,
    send: async (to, body) => {
      replies.push(body);
      await transport.send(to, body);
    },
  };
  await createConsumer({
    transport,
    replies: watched,
    service: "registry",
    follow,
    handlers: { find },
    keys: keys.answerer,
    onHandled: (one) => handled.push(one),
  });
  const requester = createRequester({
    source: "billing",
    replies: watched,
    keys: keys.asker,
    deliver: async (messages) => {
      sent.push(...messages);
      await transport.publish(messages);
    },
  });
  const letters = () =>
    transport.list({ group: "registry", channel: "person", kind: "command", partitions: 2 });
  return { ask: requester.request(findPerson), requester, replies, handled, sent, letters };
}

const data = { person_id: "p1" };
const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });

test("a reply's sensitive data travels encrypted", async () => {
  const ring = keyRing(["k1", 1]);
  const find = async () => ({ ssn: "078-05-1120" });
  const { ask, replies } = await asking({ find, keys: { asker: ring, answerer: ring } });
  expect(await ask(data)).toEqual({ ssn: "078-05-1120" });
  expect(replies).toHaveLength(1);
  expect(replies[0]).not.toContain("078-05-1120");
});

test("a reply that its caller cannot decrypt is an error that shows nothing", async () => {
  const keys = { asker: keyRing(["k1", 1]), answerer: keyRing(["k2", 2]) };
  const { ask } = await asking({ keys, find: async () => ({ ssn: "078-05-1120" }) });
  await expect(ask(data)).rejects.toMatchObject({
    code: "internal",
    message:
      "The reply to `person.find` cannot be read: `data/ssn` cannot be decrypted: its key `k2` is not in BERRYS_MESSAGE_KEYS",
  });
});

test("calling a request off ends its handler, and the command is settled for good", async () => {
  const started = Promise.withResolvers<void>();
  let reason: unknown;
  const { ask, handled, letters } = await asking({
    find: async (_, { signal }) => {
      started.resolve();
      return aborted(signal).catch((error) => {
        reason = error;
        throw error;
      });
    },
  });
  const controller = new AbortController();
  const asked = ask(data, { signal: controller.signal });
  asked.catch(() => undefined);
  await started.promise;
  // The caller hears that it has begun before it calls off.
  await new Promise((resolve) => setTimeout(resolve, 20));
  controller.abort();
  await expect(asked).rejects.toMatchObject({ code: "canceled" });
  await vi.waitFor(() => expect(handled).toHaveLength(1));
  expect(handled[0]).toMatchObject({ result: "canceled", outcome: { kind: "done" } });
  expect(reason).toMatchObject({ code: "canceled" });
  expect(await letters()).toEqual([]);
});

test("a request that is called off on its way is ended as soon as somebody starts it", async () => {
  const { ask, handled } = await asking({ find: (_, { signal }) => aborted(signal) });
  const controller = new AbortController();
  const asked = ask(data, { signal: controller.signal });
  asked.catch(() => undefined);
  controller.abort();
  await expect(asked).rejects.toMatchObject({ code: "canceled" });
  await vi.waitFor(() => expect(handled.map(({ result }) => result)).toEqual(["canceled"]));
});

test("what was called off before it was sent is not sent", async () => {
  const { ask, sent } = await asking({ find: async () => ({ ssn: "1" }) });
  await expect(ask(data, { signal: AbortSignal.abort() })).rejects.toMatchObject({
    code: "canceled",
  });
  expect(sent).toEqual([]);
});

test("only a request that can be called off costs more than its reply", async () => {
  const { ask, replies } = await asking({ find: async () => ({ ssn: "1" }), keys: keysOfBoth });
  await ask(data);
  expect(replies).toHaveLength(1);
  await ask(data, { signal: new AbortController().signal });
  expect(replies).toHaveLength(3);
  expect(JSON.parse(replies[1] ?? "")).toMatchObject({ control: "started" });
});
const keysOfBoth = { asker: keyRing(["k", 1]), answerer: keyRing(["k", 1]) };

test("a late reply is dropped, and a request whose caller gave up is not started", async () => {
  const gate = Promise.withResolvers<void>();
  let started = 0;
  const { ask, handled, sent } = await asking({
    keys: keysOfBoth,
    find: async () => {
      started++;
      await gate.promise;
      return { ssn: "1" };
    },
  });
  // Both have one key, so the second waits behind the first.
  const asked = [ask(data, { timeoutMs: 300 }), ask(data, { timeoutMs: 300 })];
  for (const one of asked) await expect(one).rejects.toMatchObject({ code: "deadline_exceeded" });
  expect(sent.map(({ body }) => JSON.parse(body).metadata.ttl)).toEqual([300, 300]);
  gate.resolve();
  await vi.waitFor(() => expect(handled).toHaveLength(2));
  expect(handled.map(({ result }) => result)).toEqual(["handled", "expired"]);
  expect(started).toBe(1);
});

test("a request that its receiver cannot read fails at once, and is kept for operators", async () => {
  const strict = { ...findPerson, check: () => undefined, sensitive: ["/person_id"] };
  const keys = { asker: keyRing(["k1", 1]), answerer: keyRing(["k2", 2]) };
  const { requester, letters } = await asking({ keys, find: async () => ({ ssn: "1" }) });
  await expect(requester.request(strict)(data)).rejects.toMatchObject({
    code: "invalid_argument",
    message: "The receiver cannot read `person.find` (undecryptable)",
  });
  expect(await letters()).toMatchObject([{ reason: "undecryptable" }]);
});

test.each([0, -1, 1.5, Number.NaN, 2 ** 31])("a timeout of %d is refused", async (timeoutMs) => {
  const { ask, sent } = await asking({ find: async () => ({ ssn: "1" }) });
  await expect(ask(data, { timeoutMs })).rejects.toMatchObject({ code: "invalid_argument" });
  expect(sent).toEqual([]);
});
