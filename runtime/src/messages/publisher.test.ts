import { expect, test, vi } from "vitest";
import type { OutgoingMessage } from "../transports/transport.ts";
import { createPublisher } from "./publisher.ts";
import { openEnvelope } from "./seal.ts";
import { eventDefinition, keyRing } from "./testing.ts";

const definition = eventDefinition<{ readonly person_id: string; readonly ssn?: string }>({
  sensitive: ["/ssn"],
});

function publishing(options: Partial<Parameters<typeof createPublisher>[1]> = {}) {
  const sent: (readonly OutgoingMessage[])[] = [];
  const deliver = async (messages: readonly OutgoingMessage[]) => {
    sent.push(messages);
  };
  return {
    sent,
    publish: createPublisher(definition, { source: "registry", deliver, ...options }),
  };
}

test("a batch is sent at once, in order, with one confirmation", async () => {
  const onDelivered = vi.fn();
  const { publish, sent } = publishing({ onDelivered });
  const people = ["p1", "p2", "p3"].map((person_id) => ({ person_id }));
  const envelopes = await publish.many(people, ({ person_id }, index) => ({
    id: `m${index}`,
    ttl: 1000,
    key: `key of ${person_id}`,
  }));
  expect(sent).toHaveLength(1);
  expect(sent[0]?.map(({ id, key }) => [id, key])).toEqual([
    ["m0", "key of p1"],
    ["m1", "key of p2"],
    ["m2", "key of p3"],
  ]);
  expect(sent[0]?.map(({ body }) => JSON.parse(body))).toEqual(envelopes);
  expect(onDelivered).toHaveBeenCalledTimes(3);
});

test("one wrong item keeps the whole batch back, and is named", async () => {
  const { publish, sent } = publishing();
  const wrong = publish.many([{ person_id: "p1" }, { person_id: 2 } as never, { person_id: "p3" }]);
  await expect(wrong).rejects.toMatchObject({
    code: "invalid_argument",
    message:
      "Item 1 of the batch: `person.added` breaks its contract: `data/person_id` is number 2, expected string",
    details: { index: 1, violations: [{ pointer: "/person_id" }] },
  });
  await expect(publish.many([{ person_id: "p1" }], { delay: -1 })).rejects.toThrow("Item 0");
  expect(sent).toEqual([]);
});

test("one id for a whole batch is refused, since all but one would count as sent before", async () => {
  const { publish, sent } = publishing();
  const options: object = { ttl: 5, id: "m1" };
  await expect(publish.many([{ person_id: "p1" }], options)).rejects.toMatchObject({
    code: "invalid_argument",
    message:
      "`person.added` is not sent: the `id` is given for a whole batch, expected a function that gives each message its own.",
  });
  expect(sent).toEqual([]);
});

test("data that is no JSON is refused", async () => {
  const { publish, sent } = publishing();
  const ring: Record<string, unknown> = { person_id: "p1" };
  ring.self = ring;
  for (const data of [ring, { person_id: "p1", size: 10n }]) {
    await expect(publish(data as never)).rejects.toMatchObject({
      code: "invalid_argument",
      message: expect.stringMatching(/^`person.added` is not sent: its data is no JSON: .+\.$/),
    });
  }
  expect(sent).toEqual([]);
});

test("an empty batch is nothing to send", async () => {
  const { publish, sent } = publishing();
  expect(await publish.many([])).toEqual([]);
  expect(sent).toEqual([]);
});

test("time and priority go beside the envelope", async () => {
  const { publish, sent } = publishing();
  const deliverAt = new Date(Date.now() + 60_000);
  await publish({ person_id: "p1" }, { deliverAt });
  await publish.many([{ person_id: "p1" }], { deliverAt });
  expect(sent.flat().map((message) => message.deliverAt)).toEqual([
    deliverAt.getTime(),
    deliverAt.getTime(),
  ]);
  const commands = createPublisher(
    { ...definition, kind: "command" },
    { source: "registry", deliver: async (messages) => void sent.push(messages) },
  );
  await commands({ person_id: "p1" }, { priority: "high" });
  await commands({ person_id: "p1" }, { priority: "normal" });
  const [, , high, normal] = sent.flat();
  expect(high).toMatchObject({ priority: "high" });
  expect(JSON.parse(high?.body ?? "")).toMatchObject({ metadata: { priority: "high" } });
  expect(normal).not.toHaveProperty("priority");
  expect(normal).not.toHaveProperty("deliverAt");
});

test("what travels is encrypted, what the publisher gets back is not", async () => {
  const keys = keyRing(["k1", 1]);
  const { publish, sent } = publishing({ keys });
  const envelope = await publish({ person_id: "p1", ssn: "078-05-1120" });
  expect(envelope.data).toEqual({ person_id: "p1", ssn: "078-05-1120" });
  const body = sent[0]?.[0]?.body ?? "";
  expect(body).not.toContain("078-05-1120");
  expect(openEnvelope(JSON.parse(body), keys)).toEqual(envelope);
});

test("without keys nothing sensitive is sent, and everything else is", async () => {
  const { publish, sent } = publishing();
  await expect(publish({ person_id: "p1", ssn: "1" })).rejects.toMatchObject({
    code: "failed_precondition",
  });
  await publish({ person_id: "p1" });
  expect(sent).toHaveLength(1);
});

test("a message that is too large is refused with both sizes", async () => {
  const { publish, sent } = publishing({ maxBytes: 1000 });
  await publish({ person_id: "x".repeat(300) });
  const large = publish({ person_id: "ü".repeat(800) });
  await expect(large).rejects.toThrow(
    /^`person.added` has 3\d\d\d bytes, but a message may have 1000 at most/,
  );
  await expect(large).rejects.toMatchObject({
    code: "invalid_argument",
    details: { limit: 1000, bytes: expect.any(Number) },
  });
  expect(sent).toHaveLength(1);
  await expect(publishing().publish({ person_id: "x".repeat(2 ** 20) })).rejects.toThrow("1048576");
});
