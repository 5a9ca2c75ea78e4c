import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { define } from "../../../test/support/shop.ts";
import { readConfig } from "../config.ts";
import { type DatabaseConnection, openDatabase } from "../database/open.ts";
import type { Envelope } from "../envelope.ts";
import { createEnvelope } from "../messages/create-envelope.ts";
import { outgoingMessage } from "../messages/outgoing.ts";
import { eventDefinition } from "../messages/testing.ts";
import { createMemoryTransport } from "../transports/memory.ts";
import { defineService } from "./service.ts";
import { type Running, startServices } from "./start-services.ts";

const person = eventDefinition({ check: () => undefined });
const transport = createMemoryTransport();
let database: DatabaseConnection;
let app: Running;
let failures = 0;
const calls: (readonly string[])[] = [];

interface Store {
  insert(id: string): Promise<void>;
}
interface Ctx {
  transaction(work: (tx: { store: Store }) => Promise<void>): Promise<void>;
}

const counting = defineService(
  define({
    id: "counting",
    follows: [
      {
        kind: "event",
        channel: "person",
        partitions: 2,
        handler: null,
        messages: [{ handler: "personAdded", message: person, batch: { size: 10, waitMs: 100 } }],
      },
    ],
  }),
  {
    store: (opened): Store => ({
      insert: async (id) => {
        await opened.execute(sql`insert into counting.people values (${id})`);
      },
    }),
    handlers: {
      rest: {},
      rpc: {},
      events: {
        personAdded: async (envelopes: readonly Envelope[], context: Ctx) => {
          const names = envelopes.map(({ data }) => (data as { person_id: string }).person_id);
          calls.push(names);
          await context.transaction(async ({ store }) => {
            for (const name of names) await store.insert(name);
          });
          if (failures-- > 0) throw new Error("crashed after the commit");
        },
      },
      commands: {},
    },
  },
);

beforeAll(async () => {
  database = await openDatabase({ kind: "pglite", directory: null });
  await database.sql.query("create schema counting");
  await database.sql.query("create table counting.people (name text)");
  app = await startServices([counting], {
    config: readConfig({ BERRYS_ENV: "test", PORT_BASE: "0", LOG_LEVEL: "silent" }),
    database,
    transport,
    mode: "one-process",
  });
}, 60_000);
afterAll(() => app.stop());

const outgoing = (name: string) =>
  outgoingMessage(person, createEnvelope(person, { person_id: name }, { source: "registry" }));
const people = async () =>
  (
    await database.sql.query<{ name: string }>("select name from counting.people order by name")
  ).map(({ name }) => name);

test("one transaction holds the effects of a batch, and what the inbox knows is left out of the next", async () => {
  failures = 1;
  await transport.publish(["a", "b", "c"].map(outgoing));
  // The batch is committed, then fails: each message is handled alone, and each is known.
  await vi.waitFor(() => expect(calls).toHaveLength(4));
  expect(calls[0]?.toSorted()).toEqual(["a", "b", "c"]);
  expect(await people()).toEqual(["a", "b", "c"]);
});

test("a message that was handled before does not keep the others of its batch from being handled", async () => {
  calls.length = 0;
  await database.sql.query("insert into counting.inbox (id) values ('known')");
  const envelope = createEnvelope(person, { person_id: "e" }, { source: "registry", id: "known" });
  await transport.publish([outgoingMessage(person, envelope), outgoing("f")]);
  await vi.waitFor(async () => expect(await people()).toContain("f"));
  expect(calls.map((names) => names.toSorted())).toEqual([["e", "f"], ["f"]]);
  expect(await people()).not.toContain("e");
});
