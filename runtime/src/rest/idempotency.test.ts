import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNotes } from "../../../test/support/notes.ts";
import { findPostgres, startPostgres } from "../../../test/support/postgres.ts";
import { readConfig } from "../config.ts";
import { type DatabaseConnection, openDatabase } from "../database/open.ts";
import { type Running, startServices } from "../host/start-services.ts";
import { createMemoryTransport } from "../transports/memory.ts";
import { cleanIdempotencyTable } from "./idempotency-table.ts";

const config = readConfig({ BERRYS_ENV: "test", PORT_BASE: "0", LOG_LEVEL: "debug" });
const kinds = findPostgres() === null ? (["pglite"] as const) : (["pglite", "postgres"] as const);

interface Send {
  readonly key?: string;
  readonly text?: string;
  readonly body?: string | FormData;
  /** Null: nobody. */
  readonly as?: string | null;
  readonly path?: string;
  readonly at?: Running;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

describe.each(kinds)("Idempotency-Key on %s", (kind) => {
  let database: DatabaseConnection;
  let one: Running;
  let two: Running;
  let stopServer = async (): Promise<void> => {};
  const notes = createNotes();
  const lines: string[] = [];
  const start = (its: DatabaseConnection) =>
    startServices([notes.service], {
      config,
      database: its,
      transport: createMemoryTransport(),
      mode: "one-process",
      logDestination: { write: (line) => lines.push(line) },
    });
  beforeAll(async () => {
    const server = kind === "postgres" ? await startPostgres() : null;
    if (server !== null) stopServer = server.stop;
    const open = () =>
      openDatabase(
        server === null
          ? { kind: "pglite", directory: null }
          : { kind: "postgres", url: server.url },
      );
    database = await open();
    // PGlite has one connection for all; that of PostgreSQL is shared with nobody.
    const others = server === null ? database : await open();
    one = await start({ ...database, close: async () => undefined });
    two = await start(server === null ? { ...others, close: async () => undefined } : others);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([one.stop(), two.stop()]);
    await database.close();
    await stopServer();
  });

  const send = ({ key, text, as = "ann", path = "/notes", at = one, ...more }: Send) =>
    fetch(`${at.urls.notes}/api/v1${path}`, {
      method: "POST",
      body: more.body ?? JSON.stringify({ text, more: { a: 1, b: [1, 2] } }),
      ...(more.signal === undefined ? {} : { signal: more.signal }),
      headers: {
        ...(as === null ? {} : { "x-api-key": as }),
        ...(more.body instanceof FormData ? {} : { "content-type": "application/json" }),
        ...(key === undefined ? {} : { "idempotency-key": key }),
        ...more.headers,
      },
    });
  const runs = (text: string) => notes.begun.filter((begun) => begun === text).length;
  const isReplay = (response: Response) => response.headers.get("idempotency-replayed") === "true";
  /** A note whose handler waits until it is let go. */
  const held = (text: string) => {
    const gate = Promise.withResolvers<void>();
    notes.outcome(text, () => gate.promise);
    return {
      begun: (times = 1) => expect.poll(() => runs(text)).toBe(times),
      letGo: () => {
        notes.outcome(text, async () => undefined);
        gate.resolve();
      },
    };
  };
  const stored = () =>
    database.sql.query<{ readonly response: Uint8Array | null }>(
      "SELECT * FROM notes.idempotency_keys",
    );

  test("a repetition gets status, headers and body of the first, at any instance", async () => {
    const request = { key: "replay", text: "same", headers: { "x-correlation-id": "first" } };
    const first = await send(request);
    const body = await first.text();
    expect([first.status, isReplay(first)]).toEqual([201, false]);
    for (const at of [one, two]) {
      const again = await send({ ...request, at, headers: { "x-correlation-id": "again" } });
      expect([again.status, isReplay(again)]).toEqual([201, true]);
      expect(await again.text()).toBe(body);
      expect(again.headers.get("content-type")).toBe("application/json");
      expect(again.headers.get("location")).toBe(first.headers.get("location"));
      expect(again.headers.get("x-correlation-id")).toBe("again");
    }
    expect(first.headers.get("location")).toMatch(/^\/api\/v1\/notes\/n\d+$/);
    expect(runs("same")).toBe(1);
  });

  test("requests are the same whatever the order of members, and whatever splits a form", async () => {
    await send({ key: "order", body: '{"text":"ordered","a":{"x":1,"y":2}}' });
    const again = await send({ key: "order", body: '{"a":{"y":2,"x":1}, "text":"ordered"}' });
    expect(isReplay(again)).toBe(true);
    const form = (content: string) => {
      const data = new FormData();
      data.set("text", "form");
      data.set("file", new File([content], "a.txt"));
      return data;
    };
    expect((await send({ key: "form", body: form("one") })).status).toBe(201);
    expect(isReplay(await send({ key: "form", body: form("one") }))).toBe(true);
    expect((await send({ key: "form", body: form("two") })).status).toBe(422);
    expect([runs("ordered"), runs("form")]).toEqual([1, 1]);
  });

  test("a key with another request is refused", async () => {
    await send({ key: "other", text: "mine" });
    const other = await send({ key: "other", text: "different", at: two });
    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({
      title: "Idempotency-Key is already used",
      detail: expect.stringContaining("belongs to another request"),
    });
    const query = await send({ key: "other", text: "mine", path: "/notes?undeclared=1" });
    expect(isReplay(query)).toBe(true);
    expect(runs("different")).toBe(0);
  });

  test("principals and operations have keys of their own", async () => {
    for (const as of ["ann", "bob"])
      for (const path of ["/notes", "/drafts"])
        expect(isReplay(await send({ key: "scoped", text: "scoped", as, path }))).toBe(false);
    const byNobody = { key: "scoped", text: "scoped", as: null, path: "/drafts" };
    expect(isReplay(await send(byNobody))).toBe(false);
    expect(isReplay(await send(byNobody))).toBe(true);
    expect(runs("scoped")).toBe(5);
  });

  test("a repetition is refused while the first still runs", async () => {
    const note = held("running");
    const first = send({ key: "running", text: "running" });
    await note.begun();
    for (const at of [one, two]) {
      const again = await send({ key: "running", text: "running", at });
      expect(again.status).toBe(409);
      expect(await again.json()).toMatchObject({ code: "aborted", title: "Still running" });
    }
    note.letGo();
    expect((await first).status).toBe(201);
    expect(isReplay(await send({ key: "running", text: "running", at: two }))).toBe(true);
    expect(runs("running")).toBe(1);
  });

  test("of many that come at two instances at once, one runs", async () => {
    const note = held("rush");
    const refused: number[] = [];
    const sent = Array.from({ length: 12 }, async (_none, index) => {
      const response = await send({ key: "rush", text: "rush", at: index % 2 === 0 ? one : two });
      if (response.status !== 201) refused.push(response.status);
      return response.status;
    });
    await expect.poll(() => refused).toEqual(Array(11).fill(409));
    note.letGo();
    expect((await Promise.all(sent)).filter((status) => status === 201)).toHaveLength(1);
    expect(runs("rush")).toBe(1);
  });

  test.each([
    ["failed_precondition", 409],
    ["not_found", 404],
  ] as const)("a refusal that stays, %s, is repeated", async (code, status) => {
    notes.outcome(code, notes.refusal(code));
    const first = await send({ key: code, text: code });
    expect([first.status, isReplay(first)]).toEqual([status, false]);
    notes.outcome(code, async () => undefined);
    const again = await send({ key: code, text: code });
    expect([again.status, isReplay(again)]).toEqual([status, true]);
    expect(again.headers.get("content-type")).toBe("application/problem+json");
    expect(await again.text()).toBe(await first.text());
    expect(runs(code)).toBe(1);
  });

  test.each([
    ["internal", 500],
    ["data_loss", 500],
    ["unimplemented", 501],
    ["unavailable", 503],
    ["resource_exhausted", 429],
    ["aborted", 409],
    ["unauthenticated", 401],
    ["permission_denied", 403],
  ] as const)("a failure that may pass, %s, is not kept", async (code, status) => {
    notes.outcome(code, notes.refusal(code));
    expect((await send({ key: code, text: code })).status).toBe(status);
    expect((await send({ key: code, text: "something else" })).status).toBe(422);
    notes.outcome(code, async () => undefined);
    const again = await send({ key: code, text: code, at: two });
    expect([again.status, isReplay(again)]).toEqual([201, false]);
    expect(isReplay(await send({ key: code, text: code }))).toBe(true);
    expect(runs(code)).toBe(2);
  });

  test("a request that never reached the handler leaves its key free", async () => {
    expect((await send({ key: "typo", body: "{" })).status).toBe(400);
    expect((await send({ key: "typo", text: "typo", as: null })).status).toBe(401);
    expect((await send({ key: "typo", text: "typo" })).status).toBe(201);
  });

  test("a client that goes away finds its answer when it comes back", async () => {
    const note = held("left");
    const client = new AbortController();
    const first = send({ key: "left", text: "left", signal: client.signal });
    await note.begun();
    client.abort();
    await expect(first).rejects.toThrow();
    expect((await send({ key: "left", text: "left" })).status).toBe(409);
    expect(notes.signals[notes.begun.indexOf("left")]?.aborted).toBe(false);
    note.letGo();
    await expect
      .poll(async () => isReplay(await send({ key: "left", text: "left", at: two })))
      .toBe(true);
    expect(runs("left")).toBe(1);
  });

  test("a run that vanished holds its key for its lease alone, and cannot answer after it", async () => {
    const note = held("crashed");
    const first = send({ key: "crashed", text: "crashed" });
    await note.begun();
    expect((await send({ key: "crashed", text: "crashed", at: two })).status).toBe(409);
    const overdue = await database.sql.query(
      `UPDATE notes.idempotency_keys SET locked_until = clock_timestamp()
       WHERE locked_until > clock_timestamp() AND response IS NULL RETURNING id`,
    );
    expect(overdue).toHaveLength(1);
    expect((await send({ key: "crashed", text: "crashed!", at: two })).status).toBe(422);
    const second = send({ key: "crashed", text: "crashed", at: two });
    await note.begun(2);
    note.letGo();
    const [late, kept] = await Promise.all([first, second]);
    const answer = await kept.text();
    expect(await late.text()).not.toBe(answer);
    expect(await (await send({ key: "crashed", text: "crashed" })).text()).toBe(answer);
    expect(lines.join("")).toContain("`createNote` outlasted its lease and was run a second time");
  });

  test("the lease ends shortly after the deadline of the operation", async () => {
    const note = held("leased");
    const first = send({ key: "leased", text: "leased" });
    await note.begun();
    const leases = await database.sql.query<{ readonly seconds: number }>(
      `SELECT extract(epoch FROM locked_until - clock_timestamp())::float8 AS seconds
       FROM notes.idempotency_keys WHERE locked_until > clock_timestamp() AND response IS NULL`,
    );
    note.letGo();
    await first;
    expect(leases).toHaveLength(1);
    expect(leases[0]?.seconds).toBeGreaterThan(20);
    expect(leases[0]?.seconds).toBeLessThanOrEqual(25);
  });

  test("an answer that cannot be kept is given all the same, and nothing runs without the table", async () => {
    const note = held("lost");
    const first = send({ key: "lost", text: "lost" });
    await note.begun();
    await database.sql.query("ALTER TABLE notes.idempotency_keys RENAME TO away");
    note.letGo();
    expect((await first).status).toBe(201);
    expect(lines.join("")).toContain("The answer of `createNote` could not be kept");
    expect((await send({ key: "lost-too", text: "lost-too" })).status).toBe(500);
    expect(runs("lost-too")).toBe(0);
    await database.sql.query("ALTER TABLE notes.away RENAME TO idempotency_keys");
    expect((await send({ key: "lost", text: "lost" })).status).toBe(409);
  });

  test("after 24 hours a key is as good as new, cleaned or not", async () => {
    await send({ key: "old", text: "old" });
    const age = () =>
      database.sql.query("UPDATE notes.idempotency_keys SET expires_at = clock_timestamp()");
    await age();
    expect((await send({ key: "old", text: "older" })).status).toBe(201);
    expect(isReplay(await send({ key: "old", text: "older", at: two }))).toBe(true);
    const [kept] = await database.sql.query<{ readonly hours: number }>(
      "SELECT extract(epoch FROM max(expires_at) - clock_timestamp())::float8 / 3600 AS hours FROM notes.idempotency_keys",
    );
    expect(kept?.hours).toBeCloseTo(24, 1);
    await cleanIdempotencyTable(database.sql, "notes");
    expect(await stored()).toHaveLength(1);
    await age();
    const third = await start({ ...database, close: async () => undefined });
    await expect.poll(stored).toEqual([]);
    await third.stop();
  });

  test("what the database keeps tells neither key nor answer", async () => {
    await send({ key: "secret-key", text: "secret-text" });
    const rows = await stored();
    const contents = rows.map(({ response, ...row }) => [
      JSON.stringify(row),
      Buffer.from(response ?? []).toString("latin1"),
    ]);
    expect(contents.flat().join()).not.toMatch(/secret|Location/i);
  });

  test.each([
    ["spaces", "a b"],
    ["no ASCII", "é"],
    ["too much", "x".repeat(256)],
    ["nothing", ""],
  ])("a key with %s is refused", async (_what, key) => {
    const response = await send({ key, text: "malformed" });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      detail: expect.stringContaining("expected 1 to 255 visible ASCII characters, got string"),
      violations: [{ pointer: "/headers/Idempotency-Key" }],
    });
    expect((await send({ key: "x".repeat(255), text: "long" })).status).toBe(201);
  });

  test("without a key, or without the header in the contract, every request runs", async () => {
    for (let i = 0; i < 2; i++) {
      await send({ text: "keyless" });
      const response = await send({ key: "ignored", text: "ignored", path: "/added" });
      expect([response.status, isReplay(response)]).toEqual([201, false]);
    }
    expect([runs("keyless"), runs("ignored")]).toEqual([2, 2]);
  });
});
