import { afterAll, beforeAll, expect, test } from "vitest";
import { define } from "../../../test/support/shop.ts";
import { readConfig } from "../config.ts";
import { type DatabaseConnection, openDatabase } from "../database/open.ts";
import type { Envelope } from "../envelope.ts";
import { eventDefinition, keyEntry, textsCheck } from "../messages/testing.ts";
import { createMemoryTransport } from "../transports/memory.ts";
import type { OutgoingMessage } from "../transports/transport.ts";
import type { HostTransport } from "./backend.ts";
import { type AnyContext, defineService } from "./service.ts";
import { type Running, startServices } from "./start-services.ts";

/** Services from end to end: what is written to the outbox, the transport and the log holds no plaintext. */
const personAdded = eventDefinition({
  sensitive: ["/ssn", "/accounts/*/iban"],
  version: 2,
  check: textsCheck("person_id", "ssn"),
  previous: [{ version: 1, check: textsCheck("id"), sensitive: [] }],
});
const secrets = ["078-05-1120", "FR7630006000011234567890189"] as const;
const person = { person_id: "p1", ssn: secrets[0], accounts: [{ iban: secrets[1], bank: "B" }] };

let app: Running;
let database: DatabaseConnection;
let registry: AnyContext;
const inner = createMemoryTransport();
const sent: OutgoingMessage[] = [];
const lines: string[] = [];
const got: Envelope[] = [];
const transport: HostTransport = {
  ...inner,
  publish: async (messages) => {
    sent.push(...messages);
    await inner.publish(messages);
  },
};

beforeAll(async () => {
  database = await openDatabase({ kind: "pglite", directory: null });
  const services = [
    defineService(define({ id: "registry", publishes: { personAdded } }), {
      store: () => null,
      handlers: { rest: {}, rpc: {}, events: {}, commands: {} },
      start: async (context: AnyContext) => {
        registry = context;
      },
    }),
    defineService(
      define({
        id: "billing",
        publishes: {},
        follows: [
          {
            channel: "person",
            kind: "event",
            partitions: 2,
            handler: null,
            messages: [{ handler: "personAdded", message: personAdded, upcasters: "personAdded" }],
          },
        ],
      }),
      {
        store: () => null,
        handlers: {
          rest: {},
          rpc: {},
          commands: {},
          events: { personAdded: async (message: Envelope) => void got.push(message) },
          upcasters: {
            personAdded: { v1: ({ id }: { id: string }) => ({ person_id: id, ssn: "unknown" }) },
          },
        },
      },
    ),
  ];
  const env = { BERRYS_ENV: "production", PORT_BASE: "0", LOG_LEVEL: "trace" };
  app = await startServices(services, {
    config: readConfig({ ...env, BERRYS_MESSAGE_KEYS: keyEntry("k1", 1) }),
    database,
    transport,
    mode: "one-process",
    logDestination: { write: (line) => lines.push(line) },
  });
}, 60_000);
afterAll(() => app.stop());

interface Publishers {
  readonly personAdded: {
    (data: object, options?: object): Promise<Envelope>;
    many(items: readonly object[], options?: object): Promise<readonly Envelope[]>;
  };
}

test("a batch of a transaction is stored and sent encrypted, at its time, and read in plaintext", async () => {
  const deliverAt = Date.now() - 1;
  const later = Date.now() + 3_600_000;
  await registry.transaction(async (tx) => {
    const { personAdded: publish } = tx.publish as Publishers;
    await publish.many([person, { ...person, person_id: "p2" }], { deliverAt });
    await publish(person, { deliverAt: later, id: "later" });
  });
  await expect.poll(() => sent.filter(({ channel }) => channel === "person")).toHaveLength(3);
  const bodies = sent.filter(({ channel }) => channel === "person").map(({ body }) => body);
  for (const secret of secrets) expect(bodies.join()).not.toContain(secret);
  expect(sent.find(({ id }) => id === "later")?.deliverAt).toBe(later);
  await expect.poll(() => got.length).toBeGreaterThanOrEqual(2);
  expect(got[0]).toMatchObject({ data: person });
});

test("a transaction that fails half-way through a batch sends nothing", async () => {
  const before = sent.length;
  const failing = registry.transaction(async (tx) => {
    const { personAdded: publish } = tx.publish as Publishers;
    await publish.many([person, { person_id: "p3", ssn: 78051120 }]);
  });
  await expect(failing).rejects.toThrow("Item 1 of the batch");
  await expect(failing).rejects.toThrow("a masked number");
  expect(sent).toHaveLength(before);
});

test("a transaction that is over sends nothing more, and says so without the data", async () => {
  const before = sent.length;
  let kept: Publishers | null = null;
  await registry.transaction(async (tx) => {
    kept = tx.publish as Publishers;
  });
  const late = (kept as unknown as Publishers).personAdded(person);
  await expect(late).rejects.toMatchObject({
    code: "failed_precondition",
    message: expect.stringContaining("the transaction is over"),
  });
  expect(sent).toHaveLength(before);
});

test("an older version reaches the handler as the current one", async () => {
  const body = {
    id: "old-1",
    type: "person.added",
    source: "registry",
    timestamp: new Date().toISOString(),
    correlation_id: "c1",
    data: { id: "p9" },
  };
  await inner.publish([
    {
      id: "old-1",
      kind: "event",
      channel: "person",
      partitions: 2,
      key: "p9",
      body: JSON.stringify(body),
    },
  ]);
  await expect
    .poll(() => got.find(({ id }) => id === "old-1"))
    .toMatchObject({
      data: { person_id: "p9", ssn: "unknown" },
      metadata: { version: 2 },
    });
});

test("no line of the log shows what is sensitive, failed messages included", async () => {
  await inner.publish([
    {
      id: "plain",
      kind: "event",
      channel: "person",
      partitions: 2,
      key: "p1",
      body: JSON.stringify({
        id: "plain",
        type: "person.added",
        source: "registry",
        timestamp: new Date().toISOString(),
        correlation_id: "c2",
        data: { person_id: "p1", ssn: [secrets[0]], accounts: secrets },
        metadata: { version: 2 },
      }),
    },
  ]);
  await expect.poll(() => lines.join("")).toContain("is a dead letter (invalid)");
  for (const secret of secrets) expect(lines.join("")).not.toContain(secret);
});
