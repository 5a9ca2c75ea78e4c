import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startRedis, type TestRedis } from "../../../../test/support/redis.ts";
import type { RedisConnection } from "./connection.ts";
import { createConnector } from "./connector.ts";
import { failScript } from "./consume-scripts.ts";
import { type Item, itemOf, type ReadEntry, unknown } from "./entry.ts";
import { groupKeys } from "./keys.ts";
import { acquireScript } from "./lease-scripts.ts";
import { createLedger } from "./ledger.ts";
import { createSettler } from "./settler.ts";

let redis: TestRedis;
let connection: RedisConnection;
const group = "billing";
const keys = groupKeys({ prefix: "t", kind: "event", channel: "order", partition: 0 }, group);
const leaseMs = 60_000;

beforeAll(async () => {
  redis = await startRedis();
  connection = createConnector(redis.url).connect({ name: "test", silenceMs: 10_000 });
  await connection.ready(5000);
});
afterAll(async () => {
  connection.close();
  await redis.stop();
});

test("the position never passes an entry that Redis does not know by name yet", async () => {
  for (const id of ["a", "b"])
    await connection.send(keys.stream, "XADD", keys.stream, "*", "id", id, "key", id, "body", "{}");
  const { lease, epoch, stream, state, pending, urgentPending, replayPending } = keys;
  await connection.run(
    acquireScript,
    [lease, epoch, stream, state, pending, urgentPending, replayPending],
    ["me", leaseMs, group, "0"],
  );
  // What says that the first delivery failed does not get through for a while.
  let cut = true;
  const failing: RedisConnection = {
    ...connection,
    ready: connection.ready,
    run: async (script, scriptKeys, args) => {
      if (cut && script === failScript) throw new Error("the connection ended");
      return connection.run(script, scriptKeys, args);
    },
  };
  const ledger = createLedger<Item>("0-0");
  const settler = createSettler({
    connection: failing,
    keys,
    ledger,
    group,
    token: "me/1",
    leaseMs,
    lost: new AbortController().signal,
    pace: async () => {},
    onLost: (reason) => expect.fail(reason),
    onAnew: () => {},
    onSettled: () => {},
  });
  const raw = (await connection.ask("text", stream, "XRANGE", [stream, "-", "+"])) as ReadEntry[];
  const [first, second] = raw.map((one) => itemOf(one, "stream", unknown));
  if (first === undefined || second === undefined) throw new Error("there are two entries");
  ledger.add(first);
  ledger.add(second);
  first.attempts = 1;
  const failed = settler.failed([first], 1000);
  settler.done(second);
  const known = async () => ({
    offset: String(await connection.send(state, "HGET", state, "offset")),
    pending: Number(await connection.send(pending, "HEXISTS", pending, first.entry)),
  });
  for (let i = 0; i < 10; i++) {
    const { offset, pending: named } = await known();
    expect(offset === second.entry && named === 0).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  cut = false;
  await failed;
  await settler.flushed();
  await vi.waitFor(async () => expect(await known()).toEqual({ offset: second.entry, pending: 1 }));
});
