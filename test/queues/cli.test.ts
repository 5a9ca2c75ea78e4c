import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createRedisTransport } from "../../runtime/src/transports/redis.ts";
import type { Delivery, Outcome } from "../../runtime/src/transports/transport.ts";
import { startRedis, type TestRedis } from "../support/redis.ts";
import { createGreetings, type Greetings } from "./greetings.ts";

let redis: TestRedis;
let client: Redis;
let greetings: Greetings;
let transport: ReturnType<typeof createRedisTransport>;
let outcome: (delivery: Delivery) => Outcome;
const done: string[] = [];

const died = (error: string, haltKey = false): Outcome => ({
  kind: "dead",
  reason: "rejected",
  error,
  haltKey,
});
const until = (assertion: () => unknown): Promise<void> =>
  vi.waitFor(assertion as () => void, { timeout: 20_000, interval: 20 });
const dataOf = ({ body }: Delivery) =>
  (JSON.parse(body) as { readonly data: { readonly name: string; readonly text: string } }).data;

beforeAll(async () => {
  redis = await startRedis();
  client = new Redis(redis.url);
  greetings = await createGreetings(redis.url);
});
afterAll(async () => {
  greetings?.workspace[Symbol.dispose]();
  client?.disconnect();
  await redis?.stop();
});
beforeEach(async () => {
  await client.flushall();
  done.length = 0;
  outcome = () => ({ kind: "done" });
  transport = createRedisTransport({ url: redis.url, leaseMs: 1000 });
  return () => transport.close();
});

const follow = () =>
  transport.subscribe({
    ...greetings.follow,
    handle: async (delivery) => {
      const decided = outcome(delivery);
      if (decided.kind === "done") done.push(dataOf(delivery).text);
      return decided;
    },
  });
const publish = (...names: readonly string[]) =>
  transport.publish(names.map((name) => greetings.message(name)));

interface ListedLetter {
  readonly letterId: string;
  readonly id: string;
  readonly key: string;
  readonly replays: number;
  readonly fingerprint: string;
}
const letters = async (): Promise<readonly ListedLetter[]> =>
  (await greetings.json<{ readonly letters: readonly ListedLetter[] }>("dlq ls")).letters;
const kill = async (names: readonly string[]): Promise<readonly ListedLetter[]> => {
  outcome = (delivery) => died(`no room for "${dataOf(delivery).name}"`);
  await follow();
  await publish(...names);
  await until(async () => expect(await letters()).toHaveLength(names.length));
  return letters();
};

describe("berrys dlq", () => {
  test("lists, pages, groups and shows what died", async () => {
    const found = await kill(["Ada", "Bob", "Cleo", "Dan"]);
    const { stdout } = await greetings.berrys("dlq ls");
    expect(stdout.split("\n")[0]).toMatch(/^LETTER +DIED \(UTC\) +GROUP +TYPE +KEY/);
    expect(stdout).toMatch(/greeter +greeting\.sent +Ada +rejected +1 +0 +no room for "Ada"/);
    const pages: unknown[] = [];
    for (let after = ""; pages.length < 4; ) {
      const page = await greetings.json<{
        readonly letters: readonly ListedLetter[];
        readonly next: string | null;
      }>(`dlq ls --limit 2${after}`);
      pages.push(...page.letters.map(({ key }) => key));
      if (page.next === null) break;
      after = ` --after ${page.next}`;
    }
    expect(pages.sort()).toEqual(["Ada", "Bob", "Cleo", "Dan"]);
    const groups = await greetings.json<readonly object[]>("dlq groups");
    expect(groups).toMatchObject([{ count: 4, error: "no room for …", group: "greeter" }]);
    const ada = found.find(({ key }) => key === "Ada");
    const shown = await greetings.berrys(`dlq show ${ada?.id}`);
    expect(shown.stdout).toMatch(/^error +no room for "Ada"$/m);
    expect(shown.stdout).toMatch(/"text": "Hello, Ada"/);
  });

  test("replays what is chosen, says how it went, and keeps a record", async () => {
    const found = await kill(["Ada", "Bob", "Cleo"]);
    await greetings.berrys("dlq replay", 2);
    const dry = await greetings.berrys("dlq replay --all --dry-run");
    expect(dry.stdout).toBe("would replay 3 dead letters\n");
    const failing = await greetings.json("dlq replay --all --ramp", 1);
    expect(failing).toMatchObject({ moved: 1, failed: 1, end: "failing" });
    outcome = () => ({ kind: "done" });
    const ada = found.find(({ key }) => key === "Ada");
    await greetings.berrys(`dlq replay ${ada?.id} --by ada --why 'there is room now'`);
    await greetings.berrys(`dlq replay --fingerprint ${ada?.fingerprint}`);
    await until(() => expect(done.length).toBe(3));
    expect([...done].sort()).toEqual(["Hello, Ada", "Hello, Bob", "Hello, Cleo"]);
    expect(await letters()).toEqual([]);
    const log = await greetings.berrys("dlq log");
    expect(log.stdout).toMatch(/replay +greeter +greeting +\S+ +ada +\w+ +there is room now/);
  });

  test("a run that is gone on with chooses as before, and has to be one", async () => {
    await kill(["Ada", "Bob"]);
    const first = await greetings.json<{ readonly run: string }>("dlq replay --all --limit 1");
    const everything = await greetings.berrys(`dlq replay --resume ${first.run}`, 2);
    expect(everything.stderr).toContain("no dead letters are chosen");
    const unknown = await greetings.berrys("dlq replay --all --resume nope", 2);
    expect(unknown.stderr).toContain("no run `nope` has replayed anything");
    await until(async () => expect(await letters()).toHaveLength(2));
    outcome = () => ({ kind: "done" });
    const rest = await greetings.json(`dlq replay --all --resume ${first.run}`);
    expect(rest).toMatchObject({ moved: 1, run: first.run });
  });

  test("letters of two queues that have one id are told apart", async () => {
    const fields = (id: string) =>
      ["id", id, "body", "{}", "dlq:reason", "invalid", "dlq:error", "x"] as const;
    const boxes = ["{greeting/0}:events", "{cmd/greeter/0}:commands"];
    for (const [index, box] of boxes.entries())
      await client.xadd(`berrys:${box}:greeter:dead`, "1764100000000-0", ...fields(`m${index}`));
    const seen: string[] = [];
    for (let after = ""; seen.length < 3; ) {
      const page = await greetings.json<{
        readonly letters: readonly ListedLetter[];
        readonly next: string | null;
      }>(`dlq ls --limit 1${after}`);
      seen.push(...page.letters.map(({ id }) => id));
      if (page.next === null) break;
      after = ` --after ${page.next}`;
    }
    expect(seen).toEqual(["m0", "m1"]);
    for (const command of ["dlq discard", "dlq replay", "dlq edit --data {}"]) {
      const { stderr } = await greetings.berrys(`${command} 1764100000000-0`, 2);
      expect(stderr).toContain("2 dead letters have the id `1764100000000-0`");
      expect(stderr).toContain("m0, m1");
    }
    await greetings.berrys("dlq discard m1");
    expect((await letters()).map(({ id }) => id)).toEqual(["m0"]);
  });

  test("edits what the contract allows, and nothing else", async () => {
    const [letter] = await kill(["Ada"]);
    outcome = () => ({ kind: "done" });
    const refused = await greetings.berrys(
      `dlq edit ${letter?.id} --data '{"name":"Ada","text":7}'`,
      2,
    );
    expect(refused.stderr).toContain("`data/text` is number 7, expected string");
    const moved = await greetings.berrys(
      `dlq edit ${letter?.id} --data '{"name":"Eve","text":"Hi"}'`,
      2,
    );
    expect(moved.stderr).toContain("would change the key from `Ada` to `Eve`");
    await greetings.berrys(`dlq edit ${letter?.id} --data '{"name":"Ada","text":"Hi, Ada"}'`);
    await until(() => expect(done).toEqual(["Hi, Ada"]));
    expect(await letters()).toEqual([]);
  });

  test("exports byte for byte, discards one and purges the rest", async () => {
    await kill(["Ada", "Bob"]);
    const { stdout } = await greetings.berrys("dlq export");
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(2);
    const raw = Buffer.from([0xff, 0x00, 0x80]);
    const dead = "berrys:{greeting/0}:events:greeter:dead";
    await client.xadd(dead, "*", "dlq:reason", "undecodable", "dlq:error", "x", "junk", raw);
    const all =
      await greetings.json<readonly { readonly fields: readonly object[] }[]>("dlq export");
    expect(all.flatMap(({ fields }) => fields)).toContainEqual({
      name: "junk",
      base64: raw.toString("base64"),
    });
    const [first] = await letters();
    await greetings.berrys(`dlq discard ${first?.letterId}`);
    await greetings.berrys(`dlq discard ${first?.letterId}`, 1);
    const refused = await greetings.berrys("dlq purge", 2);
    expect(refused.stderr).toContain("2 dead letters would be thrown away for good");
    expect(await letters()).toHaveLength(2);
    expect((await greetings.berrys("dlq purge --yes")).stdout).toBe("discarded 2 dead letters\n");
    expect((await greetings.berrys("dlq ls")).stderr).toBe("no dead letters\n");
  });
});

describe("berrys queue", () => {
  interface Listed {
    readonly group: string;
    readonly channel: string;
    readonly waiting: number;
    readonly owners: number;
    readonly declared: boolean;
  }
  const listed = async (channel: string): Promise<readonly Listed[]> =>
    (await greetings.json<readonly Listed[]>("queue ls")).filter((row) => row.channel === channel);

  test("lists what waits and who works on it, and what no contract knows", async () => {
    const subscription = await follow();
    await publish("Ada");
    await until(() => expect(done).toHaveLength(1));
    await until(async () =>
      expect(await listed("greeting")).toMatchObject([{ waiting: 0, owners: 1, declared: true }]),
    );
    expect(await greetings.json("queue members")).toMatchObject([
      { group: "greeter", channel: "greeting", owns: [0] },
    ]);
    await subscription.stop(1000);
    await publish("Bob", "Cleo");
    await client.xgroup("CREATE", "berrys:{greeting/0}:events", "ghost", "0", "MKSTREAM");
    expect(await listed("greeting")).toMatchObject([
      { group: "ghost", declared: false },
      { group: "greeter", waiting: 2, owners: 0 },
    ]);
    const { stdout } = await greetings.berrys("queue ls");
    expect(stdout).toMatch(/^greeting +ghost .*not in the contracts/m);
    expect(stdout).toMatch(/^greeting +greeter +2 .*nobody follows$/m);
    expect(stdout).not.toContain("trimmed");
    const limits = "--alarm-messages 2 --alarm-age 0s";
    const alarmed = await greetings.berrys(`queue ls --group greeter ${limits}`);
    expect(alarmed.stdout).toMatch(/keeps messages from being trimmed$/m);
    const calm = await greetings.berrys("queue ls --alarm-messages 4 --alarm-age 0s");
    expect(calm.stdout).not.toContain("trimmed");
    const shown = await greetings.berrys("queue show greeting --group greeter");
    expect(shown.stdout).toMatch(/^0 +greeter +2 +0 /m);
  });

  test("lets a halted key go on", async () => {
    outcome = (delivery) =>
      dataOf(delivery).text === "first" ? died("stuck", true) : { kind: "done" };
    await follow();
    await transport.publish([
      greetings.message("Ada", "first"),
      greetings.message("Ada", "second"),
    ]);
    await until(async () => expect(await letters()).toHaveLength(1));
    expect((await greetings.berrys("queue show greeting")).stdout).toMatch(/^Ada +greeter +\d/m);
    await greetings.berrys("queue resume greeting --group greeter --key Bob", 1);
    expect(done).toEqual([]);
    await greetings.berrys("queue resume greeting --group greeter --key Ada");
    await until(() => expect(done).toEqual(["second"]));
  });

  test("moves a group, makes one, and retires it", async () => {
    const subscription = await follow();
    await publish("Ada", "Bob");
    await until(() => expect(done).toHaveLength(2));
    const rewind = "queue rewind greeting --group greeter --from beginning";
    expect((await greetings.berrys(`${rewind} --yes`, 2)).stderr).toContain("stop the service");
    await subscription.stop(1000);
    expect((await greetings.berrys(rewind, 2)).stderr).toContain("2 messages would wait");
    await greetings.berrys(`${rewind} --yes`);
    await follow();
    await until(() => expect(done).toHaveLength(4));
    await greetings.berrys("queue rewind greeting --group reports --from 1h --new");
    expect(await listed("greeting")).toMatchObject([
      { group: "greeter", waiting: 0 },
      { group: "reports", waiting: 2 },
    ]);
    await greetings.berrys("queue retire greeting --group reports", 2);
    await greetings.berrys("queue retire greeting --group reports --yes");
    expect(await listed("greeting")).toMatchObject([{ group: "greeter" }]);
  });
});

describe("mistakes are one clear sentence", () => {
  test.each([
    ["dlq ls --group greter", "there is no group `greter`", "did you mean `greeter`?"],
    ["dlq ls --channel greting", "there is no channel `greting`", "did you mean `greeting`?"],
    ["dlq show 1-0", "there is no dead letter `1-0`", "may have been replayed"],
    ["dlq ls --older-than soon", "--older-than is `soon`", "`90s`"],
    ["queue show nowhere", "there is no channel `nowhere`", "greeter, greeting"],
    ["queue rewind greeting --group x --from then", "--from is `then`", "`beginning`"],
    ["queue retire greeting --group ghost --yes", "`ghost`", "the contracts have"],
    ["dlq edit 1-0", "expected the new data in --data or in --file", "JSON"],
    ["dlq edit 1-0 --file nowhere.json", "`nowhere.json` cannot be read", "--file"],
    ["dlq edit 1-0 --file .", "`.` cannot be read", "--file"],
    ["dlq ls --reason rejekted", "`rejekted` is invalid", "rejected"],
    ["dlq ls --after 1-0", "--after is `1-0`", "`next`"],
    ["queue ls --alarm-age later", "--alarm-age is `later`", "`90s`"],
    ["queue ls --alarm-messages 0", "`0` is invalid", "--help"],
    ["queue show greeting --kind command", "`greeting` has no commands", "--kind"],
    ["queue show greeting --group greter", "there is no group `greter`", "`greeter`"],
    ["queue ls --group greter", "there is no group `greter`", "`greeter`"],
  ])("%s", async (args, message, hint) => {
    const { exitCode, stderr } = await greetings.workspace.berrys(
      ...args.split(" "),
      "--redis",
      redis.url,
    );
    expect(exitCode).toBeGreaterThan(0);
    expect(exitCode).toBeLessThan(3);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });

  test("no server, a server that is not there, and messages in memory", async () => {
    const { workspace } = greetings;
    const none = await workspace.berrys("dlq", "ls");
    expect(none.stderr).toContain(
      `no Redis is named, and nothing runs in ${workspace.root}/.berrys`,
    );
    const gone = await workspace.berrys("dlq", "ls", "--redis", "redis://127.0.0.1:1", "--json");
    expect(gone.exitCode).toBe(2);
    expect(JSON.parse(gone.stdout).message).toContain("Redis at 127.0.0.1:1 does not answer");
    workspace.write({ ".berrys/messages.json": '{"kind":"memory","pid":1}\n' });
    const memory = await workspace.berrys("queue", "ls");
    expect(memory.stderr).toContain("in the memory of process 1, where no other process can reach");
    expect(memory.stderr).toContain("set REDIS_URL");
    workspace.write({ ".berrys/messages.json": `{"kind":"redis","url":"${redis.url}","pid":1}\n` });
    expect((await workspace.berrys("queue", "ls")).exitCode).toBe(0);
  });
});
