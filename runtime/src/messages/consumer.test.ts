import { afterEach, expect, test, vi } from "vitest";
import type { FollowDefinition, MessageDefinition } from "../definitions.ts";
import type { Envelope } from "../envelope.ts";
import { createMemoryTransport } from "../transports/memory.ts";
import { createConsumer, type Handled } from "./consumer.ts";
import { createEnvelope } from "./create-envelope.ts";
import type { KeyRing } from "./key-ring.ts";
import { outgoingMessage } from "./outgoing.ts";
import { eventDefinition, keyRing, textsCheck } from "./testing.ts";
import type { Upcasters } from "./versions.ts";

const transports: ReturnType<typeof createMemoryTransport>[] = [];
afterEach(async () => {
  for (const transport of transports.splice(0)) await transport.close();
});

async function consuming(
  message: MessageDefinition,
  options: { readonly keys?: KeyRing; readonly upcasters?: Readonly<Record<string, Upcasters>> },
) {
  const transport = createMemoryTransport();
  transports.push(transport);
  const got: Envelope[] = [];
  const handled: Handled[] = [];
  const follow: FollowDefinition = {
    channel: "person",
    kind: message.kind,
    partitions: 2,
    handler: null,
    messages: [{ handler: "personAdded", message, upcasters: "personAdded" }],
  };
  await createConsumer({
    ...options,
    transport,
    service: "billing",
    follow,
    handlers: { personAdded: async (envelope) => void got.push(envelope) },
    onHandled: (one) => handled.push(one),
  });
  const letters = () =>
    transport.list({ group: "billing", channel: "person", kind: message.kind, partitions: 2 });
  return { transport, got, handled, letters };
}

const secret = { person_id: "p1", ssn: "078-05-1120" };
const sensitive = eventDefinition({ sensitive: ["/ssn"], check: textsCheck("person_id", "ssn") });
const keys = keyRing(["new", 2], ["old", 1]);
const messageOf = (
  definition: MessageDefinition,
  data: unknown,
  ring: KeyRing | null = null,
  version?: number,
) => {
  const envelope = createEnvelope({ ...definition, check: () => undefined }, data, { source: "a" });
  const metadata = { ...envelope.metadata, ...(version === undefined ? null : { version }) };
  return outgoingMessage(definition, { ...envelope, metadata }, { keys: ring });
};

test("a handler gets plaintext, whichever key of the ring encrypted it; what is reported stays encrypted", async () => {
  const { transport, got, handled } = await consuming(sensitive, { keys });
  await transport.publish([
    messageOf(sensitive, secret, keys),
    messageOf(sensitive, secret, keyRing(["old", 1])),
  ]);
  await vi.waitFor(() => expect(handled).toHaveLength(2));
  expect(got.map(({ data, metadata }) => ({ data, metadata }))).toEqual(
    Array(2).fill({ data: secret, metadata: { key: "p1" } }),
  );
  expect(JSON.stringify(handled)).not.toContain("078-05-1120");
});

test("a retired key leads to the dead-letter queue, byte for byte, with its reason", async () => {
  const { transport, got, handled, letters } = await consuming(sensitive, { keys });
  const message = messageOf(sensitive, secret, keyRing(["retired", 3]));
  await transport.publish([message]);
  await vi.waitFor(() => expect(handled).toHaveLength(1));
  expect(await letters()).toMatchObject([
    {
      reason: "undecryptable",
      error: "`data/ssn` cannot be decrypted: its key `retired` is not in BERRYS_MESSAGE_KEYS",
      body: message.body,
    },
  ]);
  expect(got).toEqual([]);
});

test("validation reads plaintext and does not show it", async () => {
  const { transport, handled, letters } = await consuming(sensitive, { keys });
  await transport.publish([messageOf(sensitive, { person_id: "p1", ssn: 78051120 }, keys)]);
  await vi.waitFor(() => expect(handled).toHaveLength(1));
  expect(await letters()).toMatchObject([
    { reason: "invalid", error: "`/ssn` is a masked number, expected string" },
  ]);
});

const versioned = eventDefinition({
  version: 3,
  check: textsCheck("person_id", "given", "family"),
  previous: [
    { version: 1, check: textsCheck("name"), sensitive: ["/name"] },
    { version: 2, check: textsCheck("person_id", "name"), sensitive: [] },
  ],
});
const upcasters = {
  personAdded: {
    v1: ({ name }: { readonly name: string }) => ({ person_id: "unknown", name }),
    v2: ({ person_id, name }: { readonly person_id: string; readonly name: string }) => {
      if (name === "") throw new Error("no name");
      const [given, family] = name.split(" ");
      return { person_id, given, family };
    },
  },
};

test("older versions go through the upcasters, one version at a time", async () => {
  const { transport, got, handled } = await consuming(versioned, { upcasters });
  const current = { person_id: "p3", given: "Ada", family: "Lovelace" };
  await transport.publish([
    messageOf(versioned, { name: "Grace Hopper" }, null, 1),
    messageOf(versioned, { person_id: "p2", name: "Alan Turing" }, null, 2),
    messageOf(versioned, current, null, 3),
  ]);
  await vi.waitFor(() => expect(handled).toHaveLength(3));
  const sorted = got.map(({ data }) => data as typeof current).sort(byId);
  expect(sorted).toEqual([
    { person_id: "p2", given: "Alan", family: "Turing" },
    current,
    { person_id: "unknown", given: "Grace", family: "Hopper" },
  ]);
  expect(got.map(({ metadata }) => metadata?.version)).toEqual([3, 3, 3]);
});
const byId = (a: { person_id: string }, b: { person_id: string }) =>
  a.person_id.localeCompare(b.person_id);

test.each<[string, unknown, number, string, RegExp]>([
  [
    "breaks its own version",
    { name: 7 },
    1,
    "invalid",
    /^Version 1, as it came: `\/name` is a masked/,
  ],
  [
    "an upcaster leads astray",
    { person_id: "p", name: "Cher" },
    2,
    "invalid",
    /^Version 3, as the upcaster of version 2 made it: `\/family` is nothing/,
  ],
  [
    "an upcaster fails",
    { person_id: "p", name: "" },
    2,
    "upcast-failed",
    /version 2 failed: Error: no name$/,
  ],
  ["breaks the current version", { person_id: "p" }, 3, "invalid", /^`\/given` is nothing/],
  [
    "is of an unknown newer version",
    { person_id: "p" },
    4,
    "unknown-version",
    /^version 4 is not one that the contract lists, and it does not fit version 3: `\/given`/,
  ],
])("a message that %s is a dead letter", async (_, data, version, reason, error) => {
  const { transport, got, letters } = await consuming(versioned, { upcasters });
  const message = messageOf(versioned, data, null, version);
  await transport.publish([message]);
  await vi.waitFor(async () => expect(await letters()).toHaveLength(1));
  expect(await letters()).toMatchObject([
    { reason, error: expect.stringMatching(error), body: message.body },
  ]);
  expect(got).toEqual([]);
});

test("a newer version that the contract does not know yet is read where it fits", async () => {
  const { transport, got } = await consuming(versioned, { upcasters });
  const data = { person_id: "p", given: "Ada", family: "L", title: "Countess" };
  await transport.publish([messageOf(versioned, data, null, 4)]);
  await vi.waitFor(() => expect(got).toHaveLength(1));
  expect(got[0]).toMatchObject({ data, metadata: { version: 4 } });
});

test("a service without an upcaster that its contract asks for does not start", async () => {
  const { v1 } = upcasters.personAdded;
  await expect(consuming(versioned, { upcasters: { personAdded: { v1 } } })).rejects.toThrow(
    "`billing` follows `person.added` but has no upcaster `v2` for it",
  );
  await expect(consuming(versioned, {})).rejects.toThrow("no upcaster `v1`");
});
