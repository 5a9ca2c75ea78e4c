import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { emitRedisAcl } from "../../codegen/src/emit/redis-acl.ts";
import { contracts } from "../../codegen/src/emit/testing/contracts.ts";
import { partitionOf } from "../../runtime/src/transports/partition.ts";
import { createRedisTransport } from "../../runtime/src/transports/redis.ts";
import type { Outcome, OutgoingMessage } from "../../runtime/src/transports/transport.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";

const services = ["project-coordinator", "planning-system", "berrys-operator"] as const;
const [coordinator, planning, keeper] = services;
type ServiceId = (typeof services)[number];

let redis: TestRedis;
let operator: Redis;
const directory = mkdtempSync(join(tmpdir(), "berrys-acl-"));
const cleanups: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const file = join(directory, "users.acl");
  const lines = emitRedisAcl(contracts).map(({ content }) => content);
  // What an operator keeps: the default user, who may do all.
  writeFileSync(file, `user default on nopass ~* &* +@all\n${lines.join("")}`);
  redis = await startRedis({ arguments: ["--aclfile", file] });
  operator = new Redis(redis.url);
  for (const service of services) await operator.call("ACL", "SETUSER", service, `>${service}`);
}, 60_000);
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});
afterAll(async () => {
  operator.disconnect();
  await redis.stop();
  rmSync(directory, { recursive: true });
});

const urlOf = (service: ServiceId): string =>
  `redis://${service}:${service}@127.0.0.1:${redis.port}`;
const warnings: string[] = [];
function transportOf(service: ServiceId) {
  const transport = createRedisTransport({
    url: urlOf(service),
    leaseMs: 2000,
    onWarning: (message) => warnings.push(message),
  });
  cleanups.push(() => transport.close());
  return transport;
}
function operatorOf(): Redis {
  const client = new Redis(urlOf(keeper));
  cleanups.push(async () => client.disconnect());
  return client;
}
const project = (id: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  id,
  kind: "event",
  channel: "project",
  partitions: 8,
  key: "p",
  body: `{"id":"${id}"}`,
  ...more,
});
const revise = (id: string, more: Partial<OutgoingMessage> = {}): OutgoingMessage => ({
  ...project(id),
  kind: "command",
  channel: planning,
  partitions: 4,
  ...more,
});
const until = (assertion: () => unknown): Promise<void> =>
  vi.waitFor(assertion as () => void, { timeout: 15_000, interval: 20 });

describe("each service can do what the contracts let it do", () => {
  test("events: publish, delay, follow, retry, dead letters, replay, discard", async () => {
    const publisher = transportOf(coordinator);
    const follower = transportOf(planning);
    const attempts = new Map<string, number>();
    const done: string[] = [];
    const handle = async ({ id }: { readonly id: string }): Promise<Outcome> => {
      attempts.set(id, (attempts.get(id) ?? 0) + 1);
      if (id === "retried" && attempts.get(id) === 1)
        return { kind: "retry", delayMs: 10, error: "not yet" };
      if (id === "dead" && attempts.get(id) === 1)
        return { kind: "dead", reason: "rejected", error: "never", haltKey: false };
      done.push(id);
      return { kind: "done" };
    };
    const place = { kind: "event", channel: "project", partitions: 8, group: planning } as const;
    const subscription = await follower.subscribe({ ...place, handle });
    await publisher.publish([
      project("plain"),
      project("once", { mayRepeat: true }),
      project("retried"),
      project("unkeyed", { key: null }),
      project("dead"),
      project("later", { deliverAt: Date.now() + 300 }),
    ]);
    await until(() => expect(attempts.get("dead")).toBe(1));
    await until(async () => expect(await follower.list(place)).toHaveLength(1));
    const [letter] = await follower.list(place);
    if (letter === undefined) throw new Error("there is a dead letter");
    expect(await follower.replay(letter)).toBe(true);
    await until(() =>
      expect(done.toSorted()).toEqual(["dead", "later", "once", "plain", "retried", "unkeyed"]),
    );
    // Long enough for the work that is done now and then: heartbeats, renewals, trimming.
    await new Promise((resolve) => setTimeout(resolve, 6000));
    await subscription.stop(1000);
    expect(warnings.filter((warning) => warning.includes("NOPERM"))).toEqual([]);
    expect(await denials()).toEqual([]);
  }, 40_000);

  test("events: what a publisher that is gone left for later is sent on by the next one", async () => {
    const gone = transportOf(coordinator);
    await gone.publish([project("left", { deliverAt: Date.now() + 500 })]);
    await gone.close();
    const done: string[] = [];
    await transportOf(planning).subscribe({
      kind: "event",
      channel: "project",
      partitions: 8,
      group: planning,
      handle: async ({ id }) => {
        done.push(id);
        return { kind: "done" };
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(done).toEqual([]);
    await transportOf(coordinator).publish([project("next")]);
    await until(() => expect(done.toSorted()).toEqual(["left", "next"]));
    // The follower tried, once.
    expect((await denials()).length).toBeLessThan(2);
  }, 40_000);

  test("the journal: each service writes it, the oldest pages go, and operators alone read it", async () => {
    for (const service of [coordinator, planning]) {
      for (let page = 0; page < 3; page++)
        await transportOf(service).journal.append(`${"x".repeat(100)}\n`, 350);
    }
    expect(await operatorOf().xlen("berrys:{journal}")).toBe(3);
    expect(await transportOf(keeper).admin.journal.find("message-1", 10)).toEqual([]);
    expect(await denials()).toEqual([]);
    await expect(transportOf(planning).admin.journal.find("message-1", 10)).rejects.toThrow();
    await operator.call("ACL", "LOG", "RESET");
  });

  test("operators: look, replay, edit, discard, resume, make, move and retire groups", async () => {
    const { admin } = transportOf(keeper);
    const follower = transportOf(planning);
    const place = { kind: "event", channel: "project", partitions: 8, group: planning } as const;
    const dying = ["replayed", "edited", "discarded", "halting"];
    const subscription = await follower.subscribe({
      ...place,
      handle: async ({ id, attempt }) =>
        attempt === 1 && dying.includes(id)
          ? { kind: "dead", reason: "rejected", error: "no", haltKey: id === "halting" }
          : { kind: "done" },
    });
    await transportOf(coordinator).publish(dying.map((id) => project(id)));
    const partition = partitionOf(project("any"));
    const letters = () => admin.letters.read({ ...place, partition, limit: 10 });
    await until(async () => expect(await letters()).toHaveLength(4));
    const authorship = { by: "ann", why: "test", run: "" };
    const moves = {
      replayed: { kind: "replay" },
      edited: { kind: "edit", id: "edited-2", body: "{}" },
      discarded: { kind: "discard" },
    } as const;
    for (const letter of await letters()) {
      const move = moves[letter.id as keyof typeof moves];
      if (move !== undefined) await admin.letters.move(letter, move, authorship);
    }
    expect(await admin.groups.resume(place, "p", authorship)).toBe(true);
    expect((await admin.letters.audit(place)).length).toBeGreaterThan(3);
    expect((await admin.queues.inspect(place)).states).toHaveLength(8);
    expect(await admin.queues.members(place)).toHaveLength(1);
    const other = { ...place, group: "new" };
    await admin.groups.create(other, { kind: "beginning" });
    await admin.groups.rewind(other, { kind: "end" }, authorship);
    await admin.groups.retire(other, { withDeadLetters: false });
    await subscription.stop(1000);
    expect(await denials()).toEqual([]);
    await expect(operatorOf().call("CONFIG", "GET", "*")).rejects.toThrow("NOPERM");
    await expect(operatorOf().set("elsewhere", "1")).rejects.toThrow("NOPERM");
    await denials();
  }, 40_000);

  test("commands: send, urgent, delayed, receive, retry, reply", async () => {
    const sender = transportOf(coordinator);
    const receiver = transportOf(planning);
    const done: string[] = [];
    let failed = false;
    await receiver.subscribe({
      kind: "command",
      channel: planning,
      partitions: 4,
      group: planning,
      handle: async ({ id }) => {
        if (id === "retried" && !failed) {
          failed = true;
          return { kind: "retry", delayMs: 10, error: "not yet" };
        }
        await receiver.send(sender.address, `reply to ${id}`);
        done.push(id);
        return { kind: "done" };
      },
    });
    const replies: string[] = [];
    sender.onReply((body) => replies.push(body));
    await sender.publish([
      revise("plain"),
      revise("urgent", { priority: "critical" }),
      revise("retried", { key: null }),
      revise("later", { deliverAt: Date.now() + 200 }),
    ]);
    await until(() => expect(done.toSorted()).toEqual(["later", "plain", "retried", "urgent"]));
    await until(() => expect(replies).toHaveLength(4));
    expect(await denials()).toEqual([]);
  }, 40_000);

  /** What the server refused since the last time, e.g. `xadd on berrys:{task/0}:events`. */
  async function denials(): Promise<readonly string[]> {
    const log = (await operator.call("ACL", "LOG")) as (string | number)[][];
    await operator.call("ACL", "LOG", "RESET");
    return log.map((entry) => {
      const fields = new Map(
        entry.flatMap((name, index) =>
          index % 2 === 0 ? [[name, entry[index + 1]] as const] : [],
        ),
      );
      return `${fields.get("username")}: ${fields.get("reason")} ${fields.get("object")} (${fields.get("context")})`;
    });
  }
});

describe("and no more", () => {
  const [own, foreign] = ["berrys:{task/0}:events", "berrys:{project/0}:events"];
  const entry = ["*", "id", "1", "body", "{}"];

  test.each<[string, ServiceId, readonly string[]]>([
    ["append to a stream of another", planning, ["XADD", foreign, ...entry]],
    [
      "append to it with a script",
      planning,
      ["EVAL", "return redis.call('XADD', KEYS[1], '*', 'id', '1')", "1", foreign],
    ],
    [
      "append to it with a script that hides its name",
      planning,
      [
        "EVAL",
        "return redis.call('XADD', 'berrys:{project/' .. 0 .. '}:events', '*', 'id', '1')",
        "0",
      ],
    ],
    ["delete entries that another publishes", planning, ["XDEL", foreign, "1-1"]],
    ["delete a stream that it publishes", planning, ["DEL", own]],
    ["read what it publishes", planning, ["XRANGE", own, "-", "+"]],
    ["end the group of another", planning, ["XGROUP", "DESTROY", foreign, "other"]],
    [
      "read commands that it sends",
      coordinator,
      ["XRANGE", "berrys:{cmd/planning-system/0}:commands", "-", "+"],
    ],
    ["change another's leases", coordinator, ["SET", `${foreign}:planning-system:lease`, "x"]],
    [
      "change another's members",
      coordinator,
      ["ZADD", "berrys:{project/members}:events:planning-system", "1", "x"],
    ],
    ["read keys beside the platform's", coordinator, ["GET", "x"]],
    ["list keys", coordinator, ["KEYS", "*"]],
    ["delete everything", coordinator, ["FLUSHALL"]],
    ["change the server", coordinator, ["CONFIG", "SET", "maxmemory", "1"]],
    ["change users", coordinator, ["ACL", "SETUSER", "x"]],
  ])("cannot %s", async (_what, service, [command = "", ...args]) => {
    const client = new Redis(urlOf(service), { enableReadyCheck: false });
    cleanups.push(async () => client.disconnect());
    await expect(client.call(command, ...args)).rejects.toThrow(
      /NOPERM|user executing the script can't/,
    );
  });

  test("nobody gets in before a password is set", async () => {
    await operator.call("ACL", "SETUSER", "fresh", ...firstLine().split(" ").slice(2));
    const client = new Redis(`redis://fresh:x@127.0.0.1:${redis.port}`, {
      retryStrategy: () => null,
    });
    client.on("error", () => {});
    await expect(client.ping()).rejects.toThrow();
    client.disconnect();
  });

  /** A selector is one argument although it holds spaces. */
  function firstLine(): string {
    const [file] = emitRedisAcl(contracts);
    return file?.content.trim().replace(/ \(.*$/, "") ?? "";
  }
});
