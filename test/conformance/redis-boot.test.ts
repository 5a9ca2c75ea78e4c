import { Redis } from "ioredis";
import { afterEach, expect, test } from "vitest";
import {
  assertRedisFits,
  type BootFinding,
  checkRedis,
} from "../../runtime/src/transports/redis/boot-checks.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";

const cleanups: (() => Promise<unknown> | undefined)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(...settings: readonly string[]): Promise<TestRedis> {
  const redis = await startRedis({ arguments: settings });
  cleanups.push(() => redis.stop());
  return redis;
}
async function find(
  url: string,
  check: BootFinding["check"],
  environment: "development" | "production" = "production",
): Promise<BootFinding | undefined> {
  const { findings } = await checkRedis({ url, environment });
  return findings.find((finding) => finding.check === check);
}

test("a server as it should be starts, and says what a crash may lose", async () => {
  const { url, port } = await start();
  const report = await assertRedisFits({ url, environment: "production" });
  expect(report.server).toMatch(/^(Redis|Valkey) \d+\.\d+/);
  expect(report.findings).toEqual([
    {
      check: "persistence",
      severity: "note",
      message: `Redis at 127.0.0.1:${port} syncs its append-only file every second: a crash of the machine loses up to two seconds of confirmed messages.`,
    },
  ]);
});

test("a server that would delete messages is refused, and is a warning in development", async () => {
  const { url } = await start("--maxmemory-policy", "allkeys-lru", "--appendonly", "no");
  await expect(assertRedisFits({ url, environment: "production" })).rejects.toThrow(
    /has `maxmemory-policy allkeys-lru` .* expected `noeviction`: set it in redis.conf/,
  );
  expect(await find(url, "eviction", "development")).toMatchObject({ severity: "warning" });
  expect(await find(url, "persistence")).toMatchObject({
    severity: "warning",
    message: expect.stringContaining("writes nothing to disk"),
  });
});

test("what access rules forbid is named, and the rest is checked", async () => {
  const { url, port } = await start("--maxmemory-policy", "volatile-ttl");
  const client = new Redis(url);
  cleanups.push(async () => client.disconnect());
  await client.call("ACL", "SETUSER", "limited", "on", ">secret", "+@all", "-config");
  const limited = `redis://limited:secret@127.0.0.1:${port}`;
  expect(await find(limited, "permission")).toEqual({
    check: "permission",
    severity: "note",
    message: `Redis at 127.0.0.1:${port} does not allow \`CONFIG GET appendfsync\`, \`CONFIG GET save\`, so what it would tell was not checked.`,
  });
  expect(await find(limited, "eviction")).toMatchObject({ severity: "error" });
  expect((await find(limited, "persistence"))?.message).toContain("cannot be seen");
});

test("a cluster that is written as one server, and the other way round", async () => {
  const [cluster, server] = await Promise.all([start("--cluster-enabled", "yes"), start()]);
  expect((await find(cluster.url, "place"))?.message).toContain(
    `write it as \`redis+cluster://127.0.0.1:${cluster.port}\``,
  );
  expect((await find(`redis+cluster://127.0.0.1:${server.port}`, "place"))?.message).toContain(
    `write it as \`redis://127.0.0.1:${server.port}\``,
  );
});

test("a replica is refused", async () => {
  const primary = await start();
  const replica = await start("--replicaof", "127.0.0.1", String(primary.port));
  expect((await find(replica.url, "place"))?.message).toContain("write the URL of its primary");
});

test("a server that does not answer is unavailable", async () => {
  const redis = await start();
  await redis.kill();
  await expect(
    checkRedis({ url: redis.url, environment: "production", timeoutMs: 300 }),
  ).rejects.toMatchObject({ code: "unavailable" });
});

test("a server that lets nobody in says so, and shows no password", async () => {
  const redis = await start("--requirepass", "right-one");
  const checkWith = (access: string) =>
    checkRedis({
      url: `redis://${access}127.0.0.1:${redis.port}`,
      environment: "production",
      timeoutMs: 2000,
    });
  await expect(checkWith(":wrong-one@")).rejects.toThrow(
    /lets nobody in with the user and password of the address: (?!.*wrong-one)/,
  );
  await expect(checkWith("")).rejects.toThrow("lets nobody in");
});
