import { expect, test, vi } from "vitest";
import { createEnvelope } from "../messages/create-envelope.ts";
import { outgoingMessage } from "../messages/outgoing.ts";
import { eventDefinition } from "../messages/testing.ts";
import { createMemoryTransport } from "../transports/memory.ts";
import type { Delivery, Outcome } from "../transports/transport.ts";
import { editLetter } from "./edit.ts";

const definition = eventDefinition();
const { kind, channel, partitions } = definition;
const place = { kind, channel, partitions, group: "registry" } as const;
const author = { by: "ada", why: "", run: "" };

/** A dead letter of a message with this key, and what its group gets from then on. */
async function letterOf(data: Readonly<Record<string, unknown>>, options: { key?: string } = {}) {
  const transport = createMemoryTransport();
  const got: Delivery[] = [];
  let outcome: Outcome = { kind: "dead", reason: "rejected", error: "no", haltKey: false };
  await transport.subscribe({
    ...place,
    handle: async (delivery) => {
      got.push(delivery);
      return outcome;
    },
  });
  const sent = createEnvelope(definition, data, { source: "test", ...options });
  await transport.publish([outgoingMessage(definition, sent)]);
  const box = transport.admin.letters;
  const letter = await vi.waitFor(async () => {
    const pages = [0, 1].map((partition) => box.read({ ...place, partition, limit: 1 }));
    const [found] = (await Promise.all(pages)).flat();
    if (found === undefined) throw new Error("no letter yet");
    return found;
  });
  outcome = { kind: "done" };
  const edit = (changed: object) =>
    editLetter(box, letter, { ...author, data: changed, definition });
  return { edit, got, close: () => transport.close() };
}

test("a key that its publisher chose stays, whatever the contract would take it from", async () => {
  const { edit, got, close } = await letterOf({ person_id: "p1", note: "x" }, { key: "family-7" });
  await expect(edit({ person_id: "p2", note: "y" })).rejects.toThrow("would change the key");
  expect(await edit({ person_id: "p1", note: "y" })).not.toBeNull();
  await vi.waitFor(() => expect(got).toHaveLength(2));
  expect(got[1]?.key).toBe("family-7");
  expect(JSON.parse(got[1]?.body ?? "")).toMatchObject({
    data: { person_id: "p1", note: "y" },
    metadata: { key: "family-7" },
  });
  await close();
});

test("a key from the data stays as it is", async () => {
  const { edit, close } = await letterOf({ person_id: "p1" });
  await expect(edit({ person_id: "p2" })).rejects.toThrow(
    "would change the key from `p1` to `p2`, and with it the order",
  );
  expect(await edit({ person_id: "p1", note: "y" })).not.toBeNull();
  await close();
});
