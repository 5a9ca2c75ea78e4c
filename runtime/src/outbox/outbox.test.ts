import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { findPostgres, startPostgres } from "../../../test/support/postgres.ts";
import { type DatabaseConnection, openDatabase } from "../database/open.ts";
import { BerrysError } from "../errors.ts";
import type { OutgoingMessage } from "../transports/transport.ts";
import { cleanInbox, recordInInbox } from "./inbox.ts";
import { addToOutbox, readOutbox } from "./outbox.ts";
import { createRelay, type Relay } from "./relay.ts";
import { createOutboxTables } from "./schema.sql.ts";

const schema = "planning-system";
const message = (id: string, key: string | null = "k"): OutgoingMessage => ({
  id,
  kind: "event",
  channel: "task",
  partitions: 4,
  key,
  body: `{"id":"${id}","text":"it's \\u0000 \\"ü\\""}`,
});
const ids = (messages: readonly OutgoingMessage[]): readonly string[] =>
  messages.map(({ id }) => id);

const kinds = findPostgres() === null ? (["pglite"] as const) : (["pglite", "postgres"] as const);

describe.each(kinds)("outbox and inbox on %s", (kind) => {
  let database: DatabaseConnection;
  let stopServer = async (): Promise<void> => {};
  const relays: Relay[] = [];
  const relay = (
    publish: (messages: readonly OutgoingMessage[]) => Promise<void>,
    options: { readonly leaseMs?: number; readonly onError?: (error: unknown) => void } = {},
  ): Relay => {
    const created = createRelay({ sql: database.sql, schema, publish, sweepMs: 50, ...options });
    relays.push(created);
    return created;
  };

  beforeAll(async () => {
    if (kind === "pglite") {
      database = await openDatabase({ kind: "pglite", directory: null });
    } else {
      const server = await startPostgres();
      stopServer = server.stop;
      database = await openDatabase({ kind: "postgres", url: server.url });
    }
    await createOutboxTables(database.sql, schema);
    await createOutboxTables(database.sql, schema);
  }, 60_000);
  afterAll(async () => {
    await database.close();
    await stopServer();
  });
  beforeEach(async () => {
    for (const one of relays.splice(0)) await one.stop(0);
    await database.sql.query(`DELETE FROM "${schema}".outbox`);
    await database.sql.query(`UPDATE "${schema}".outbox_relay SET until = '-infinity'`);
  });
  const waiting = () => readOutbox(database.sql, schema, 1000);

  test("messages are sent as they were, in order, if the transaction commits, and never if not", async () => {
    const sent: OutgoingMessage[] = [];
    const running = relay(async (messages) => {
      sent.push(...messages);
    });
    const rolledBack = database.transaction(async ({ sql }) => {
      await addToOutbox(sql, schema, [message("lost")]);
      throw new Error("rolled back");
    });
    await expect(rolledBack).rejects.toThrow("rolled back");
    const messages = [message("a"), message("b", null), message("c")];
    await database.transaction(async ({ sql }) => addToOutbox(sql, schema, messages));
    running.notify();
    await vi.waitFor(async () => expect(await waiting()).toEqual([]));
    // The relay may end before it notes what it has sent.
    expect(sent).toEqual(messages.map((one) => ({ ...one, mayRepeat: true })));
  });

  test("a message keeps its time and its priority", async () => {
    const scheduled: OutgoingMessage = { ...message("later"), deliverAt: 1_900_000_000_123 };
    const urgent: OutgoingMessage = { ...message("soon"), kind: "command", priority: "critical" };
    await addToOutbox(database.sql, schema, [scheduled, urgent, message("plain")]);
    expect((await waiting()).map((stored) => stored.message)).toEqual([
      scheduled,
      urgent,
      message("plain"),
    ]);
  });

  test("an outbox of an earlier release gains what it lacks, and keeps what waits in it", async () => {
    const older = "older-release";
    await createOutboxTables(database.sql, older);
    await database.sql.query(`ALTER TABLE "${older}".outbox DROP COLUMN deliver_at`);
    await database.sql.query(`ALTER TABLE "${older}".outbox DROP COLUMN priority`);
    await database.sql.query(
      `INSERT INTO "${older}".outbox (id, kind, channel, partitions, key, body)
       VALUES ('old', 'event', 'task', 4, NULL, '{}')`,
    );
    await Promise.all([1, 2].map(() => createOutboxTables(database.sql, older)));
    await addToOutbox(database.sql, older, [{ ...message("new"), deliverAt: 5 }]);
    const stored = await readOutbox(database.sql, older, 10);
    expect(stored.map((one) => one.message)).toEqual([
      { id: "old", kind: "event", channel: "task", partitions: 4, key: null, body: "{}" },
      { ...message("new"), deliverAt: 5 },
    ]);
  });

  test("what a crash left is swept up", async () => {
    await addToOutbox(database.sql, schema, [message("left")]);
    const sent: string[] = [];
    relay(async (messages) => {
      sent.push(...ids(messages));
    });
    await vi.waitFor(() => expect(sent).toEqual(["left"]));
  });

  test("a transport that is down delays messages and keeps their order", async () => {
    const sent: string[] = [];
    let failures = 2;
    const onError = vi.fn();
    relay(
      async (messages) => {
        if (failures-- > 0) throw new BerrysError("unavailable", "Redis is down");
        sent.push(...ids(messages));
      },
      { onError },
    );
    await addToOutbox(database.sql, schema, [message("a")]);
    await addToOutbox(database.sql, schema, [message("b")]);
    await vi.waitFor(() => expect(sent).toEqual(["a", "b"]), 3000);
    expect(onError).toHaveBeenCalledTimes(2);
  });

  test("a message that is refused for good is set aside and holds nothing up", async () => {
    const sent: string[] = [];
    const running = relay(async (messages) => {
      if (ids(messages).includes("bad")) throw new BerrysError("failed_precondition", "never");
      sent.push(...ids(messages));
    });
    const batch = [message("a"), message("bad"), message("c")];
    await database.transaction(async ({ sql }) => addToOutbox(sql, schema, batch));
    running.notify();
    await vi.waitFor(() => expect(sent).toEqual(["a", "c"]));
    const refused = await database.sql.query(
      `SELECT id, refused FROM "${schema}".outbox WHERE refused IS NOT NULL`,
    );
    expect(refused).toEqual([{ id: "bad", refused: "BerrysError: never" }]);
  });

  test("two instances do not send twice, and one takes over from the other", async () => {
    const sent: string[] = [];
    const stalled = Promise.withResolvers<void>();
    const first = relay(
      async () => {
        stalled.resolve();
        return new Promise(() => {});
      },
      { leaseMs: 400 },
    );
    await addToOutbox(database.sql, schema, [message("a"), message("b")]);
    first.notify();
    await stalled.promise;
    const second = relay(
      async (messages) => {
        sent.push(...ids(messages));
      },
      { leaseMs: 400 },
    );
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(sent).toEqual([]);
    await vi.waitFor(() => expect(sent).toEqual(["a", "b"]), 3000);
    await addToOutbox(database.sql, schema, [message("c")]);
    second.notify();
    await vi.waitFor(() => expect(sent).toEqual(["a", "b", "c"]));
  });

  test("a message is new to the inbox once, unless its transaction rolled back", async () => {
    const handle = (fails: boolean) =>
      database.transaction(async ({ sql }) => {
        const isNew = (await recordInInbox(sql, schema, ["m1"])).length === 0;
        if (fails) throw new Error("handler failed");
        return isNew;
      });
    await expect(handle(true)).rejects.toThrow("handler failed");
    expect(await handle(false)).toBe(true);
    expect(await handle(false)).toBe(false);
    await cleanInbox(database.sql, schema);
    expect(await handle(false)).toBe(false);
    await cleanInbox(database.sql, schema, 0);
    expect(await handle(false)).toBe(true);
  });
});
