import { expect } from "vitest";
import { editLetter } from "../queues/edit.ts";
import { groupLetters } from "../queues/groups.ts";
import { replayLetters } from "../queues/replay.ts";
import { lettersOf } from "../queues/walk.ts";
import type { GroupPlace, GroupState, Letter, QueueAdmin } from "../transports/queue-admin.ts";
import type { Violation } from "../violation.ts";
import { dead, done, idOf, partitions, type Suite, sleep, type World } from "./suite.ts";

const author = { by: "ada", why: "mended", run: "" };
const message = {
  kind: "event",
  type: "thing.happened",
  channel: "thing",
  partitions,
  version: 1,
  key: "/key",
  retry: { attempts: 1, backoffMs: 1, maxBackoffMs: 1 },
  deadLetter: "continue",
  sensitive: [],
  checkReply: null,
  check: (value: unknown, path: string, violations: Violation[]) => {
    if ((value as { readonly good?: unknown }).good === true) return;
    violations.push({ pointer: `${path}/good`, keyword: "const", expected: "true", got: "other" });
  },
} as const;

/** What operators see and do with queues, dead letters and groups. */
export function administrationTests({ test }: Suite): void {
  const adminOf = (world: World): QueueAdmin => {
    if (world.transport.admin === undefined) throw new Error("the transport has no `admin`");
    return world.transport.admin;
  };
  const placeOf = (world: World, group: string): GroupPlace => ({
    kind: "event",
    channel: world.channel,
    partitions,
    group,
  });
  const letters = async (world: World, group = "g"): Promise<readonly Letter[]> => {
    const found: Letter[] = [];
    const all = lettersOf(adminOf(world).letters, [placeOf(world, group)], {});
    for await (const letter of all) found.push(letter);
    return found;
  };
  const statesOf = async (world: World, group: string): Promise<readonly GroupState[]> => {
    const { kind, channel } = placeOf(world, group);
    const { states } = await adminOf(world).queues.inspect({ kind, channel, partitions });
    return states.flatMap(({ groups }) => groups).filter((state) => state.group === group);
  };
  const total = (states: readonly GroupState[], what: "unread" | "pending" | "dead"): number =>
    states.reduce((sum, state) => sum + state[what], 0);
  const undone = (states: readonly GroupState[]): number =>
    total(states, "unread") + total(states, "pending");

  test("a backlog is counted, with its age and who works on it", async (world) => {
    const subscription = await world.subscribe({ group: "g" });
    await world.publish(world.message("first"));
    await world.until(() => expect(world.log.done).toHaveLength(1));
    await world.until(async () => expect(undone(await statesOf(world, "g"))).toBe(0));
    const [member] = await adminOf(world).queues.members(placeOf(world, "g"));
    expect(member?.owns).toEqual([0, 1, 2, 3]);
    await subscription.stop(1000);
    await world.publish(...Array.from({ length: 30 }, (_, i) => world.message(`m${i}`, `k${i}`)));
    await sleep(20);
    const states = await statesOf(world, "g");
    expect(undone(states)).toBe(30);
    expect(states.every(({ owner, epoch }) => owner === null && epoch >= 1)).toBe(true);
    expect(Math.max(...states.map(({ lagMs }) => lagMs))).toBeGreaterThanOrEqual(20);
    expect(await adminOf(world).queues.members(placeOf(world, "g"))).toEqual([]);
  });

  test("letters show what died of what, and group by their errors", async (world) => {
    await world.subscribe({
      group: "g",
      handle: (delivery) => ({
        kind: "dead",
        reason: "rejected",
        error: idOf(delivery) === "odd" ? "odd" : `no room for ${delivery.key?.slice(1)}`,
        haltKey: false,
      }),
    });
    const some = Array.from({ length: 6 }, (_, i) => world.message(`m${i}`, `k${i}`));
    await world.publish(...some, world.message("odd"));
    await world.until(async () => expect(await letters(world)).toHaveLength(7));
    const groups = await groupLetters(adminOf(world).letters, [placeOf(world, "g")]);
    expect(groups.map(({ count, error }) => `${count} ${error}`)).toEqual([
      "6 no room for …",
      "1 odd",
    ]);
    const first = (await letters(world)).find(({ id }) => id === some[0]?.id);
    expect(first).toMatchObject({ replays: 0, from: null, history: [] });
    expect(first?.fields.map(([name, value]) => [name, String(Buffer.from(value))])).toEqual(
      expect.arrayContaining([
        ["id", some[0]?.id],
        ["body", some[0]?.body],
      ]),
    );
    expect(total(await statesOf(world, "g"), "dead")).toBe(7);
  });

  test("a letter keeps its earlier deaths, and the record says who replayed it and why", async (world) => {
    await world.subscribe({ group: "g", handle: () => dead(false) });
    await world.publish(world.message("a"));
    await world.until(async () => expect(await letters(world)).toHaveLength(1));
    for (let time = 1; time <= 3; time++) {
      const [letter] = await letters(world);
      if (letter === undefined) throw new Error("no letter");
      await adminOf(world).letters.move(letter, { kind: "replay" }, author);
      await world.until(async () =>
        expect((await letters(world)).map(({ replays }) => replays)).toEqual([time]),
      );
    }
    const [letter] = await letters(world);
    expect(letter?.history).toHaveLength(3);
    expect(letter?.history[2]).toMatchObject({ letterId: letter?.from, by: "ada", error: "never" });
    expect(letter?.attempt).toBe(1);
    const audit = await adminOf(world).letters.audit(placeOf(world, "g"));
    expect(audit.map(({ action, by, why }) => `${action} ${by} ${why}`)).toEqual([
      "replay ada mended",
      "replay ada mended",
      "replay ada mended",
    ]);
  });

  const broken = async (world: World, count: number): Promise<{ heal(): void }> => {
    let isBroken = true;
    await world.subscribe({ group: "g", handle: () => (isBroken ? dead(false) : done) });
    await world.publish(
      ...Array.from({ length: count }, (_, i) => world.message(`m${i}`, `k${i % 4}`)),
    );
    await world.until(async () => expect(await letters(world)).toHaveLength(count));
    return {
      heal: () => {
        isBroken = false;
      },
    };
  };
  const replay = (world: World, more: object = {}) =>
    replayLetters(adminOf(world).letters, {
      places: [placeOf(world, "g")],
      filter: {},
      ...author,
      ...more,
    });

  test("many letters are replayed once each by two operators at once", async (world) => {
    const count = 120;
    const { heal } = await broken(world, count);
    expect(await replay(world, { dryRun: true })).toMatchObject({ moved: count, end: "done" });
    expect(await letters(world)).toHaveLength(count);
    heal();
    const reports = await Promise.all([replay(world), replay(world)]);
    expect(reports[0].moved + reports[1].moved).toBe(count);
    await world.until(() => expect(world.log.done).toHaveLength(count));
    await sleep(50);
    expect(new Set(world.log.done).size).toBe(count);
    expect(world.log.done).toHaveLength(count);
    expect(await letters(world)).toEqual([]);
  });

  test("a filtered replay leaves the others, and a limit ends it", async (world) => {
    const { heal } = await broken(world, 20);
    heal();
    expect(await replay(world, { filter: { key: "k1" } })).toMatchObject({ moved: 5 });
    await world.until(() => expect(world.log.done).toEqual(["m1", "m5", "m9", "m13", "m17"]));
    expect(await replay(world, { limit: 3 })).toMatchObject({ moved: 3, end: "limit" });
    expect(await letters(world)).toHaveLength(12);
  });

  test("a ramp stops when what it replayed dies again, and goes on when it does not", async (world) => {
    const { heal } = await broken(world, 40);
    expect(await replay(world, { ramp: {} })).toEqual({
      moved: 1,
      gone: 0,
      failed: 1,
      end: "failing",
    });
    heal();
    expect(await replay(world, { ramp: {} })).toMatchObject({ moved: 40, failed: 0, end: "done" });
    await world.until(() => expect(world.log.done).toHaveLength(40));
  });

  test("an edited letter is another message, held to its contract", async (world) => {
    let isBroken = true;
    await world.subscribe({ group: "g", handle: () => (isBroken ? dead(true) : done) });
    const envelope = {
      id: "0197f1aa-1111-7abc-8def-0123456789ab",
      type: "thing.happened",
      source: "test",
      timestamp: "2026-01-01T00:00:00.000Z",
      correlation_id: "0197f1aa-2222-7abc-8def-0123456789ab",
      data: { key: "k", good: false },
    };
    const first = { ...world.message("x"), id: envelope.id, body: JSON.stringify(envelope) };
    await world.publish(first, world.message("next"));
    await world.until(async () => expect(await letters(world)).toHaveLength(1));
    const [letter] = await letters(world);
    if (letter === undefined) throw new Error("no letter");
    expect(letter).toMatchObject({
      type: "thing.happened",
      correlationId: envelope.correlation_id,
    });
    const box = adminOf(world).letters;
    const edit = (data: unknown) =>
      editLetter(box, letter, { data, definition: message, ...author });
    await expect(edit({ key: "k", good: "no" })).rejects.toThrow(/`data\/good` is other/);
    await expect(edit({ key: "other", good: true })).rejects.toThrow(/change the key/);
    expect(await letters(world)).toHaveLength(1);
    isBroken = false;
    const id = await edit({ key: "k", good: true });
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(id).not.toBe(envelope.id);
    expect(await edit({ key: "k", good: true })).toBeNull();
    await world.until(() => expect(world.log.seen).toHaveLength(3));
    expect(JSON.parse(world.log.seen[1]?.body ?? "")).toMatchObject({
      id,
      type: "thing.happened",
      data: { key: "k", good: true },
      correlation_id: envelope.correlation_id,
      metadata: { causation_id: envelope.id },
    });
    expect(world.log.seen[1]?.id).toBe(id);
    expect(idOf(world.log.seen[2] ?? { ...first, partition: 0, attempt: 1 })).toBe("next");
  });

  test("a halted key is shown, and goes on by itself when it is told to", async (world) => {
    await world.subscribe({
      group: "g",
      handle: (delivery) => (idOf(delivery) === "a1" ? dead(true) : done),
    });
    await world.publish(world.message("a1", "a"), world.message("a2", "a"));
    await world.until(async () => expect(await letters(world)).toHaveLength(1));
    const [letter] = await letters(world);
    const halted = (await statesOf(world, "g")).flatMap((state) => state.halted);
    expect(halted).toEqual([{ key: "a", letterId: letter?.letterId }]);
    const { groups } = adminOf(world);
    expect(await groups.resume(placeOf(world, "g"), "b", author)).toBe(false);
    expect(await groups.resume(placeOf(world, "g"), "a", author)).toBe(true);
    await world.until(() => expect(world.log.done).toEqual(["a2"]));
    expect(await letters(world)).toHaveLength(1);
  });

  test("a new group begins where it is told to, and an old one can be moved once nobody follows", async (world) => {
    await world.publish(world.message("1"), world.message("2"));
    const subscription = await world.subscribe({ group: "g" });
    await world.until(() => expect(world.log.done).toEqual(["1", "2"]));
    await sleep(30);
    const at = new Date();
    await sleep(30);
    await world.publish(world.message("3"));
    await world.until(() => expect(world.log.done).toEqual(["1", "2", "3"]));
    const { groups } = adminOf(world);
    const make = (group: string, start: Parameters<typeof groups.create>[1]) =>
      groups.create(placeOf(world, group), start);
    expect(await make("all", { kind: "beginning" })).toBe(3);
    expect(await make("late", { kind: "time", at })).toBe(1);
    expect(await make("none", { kind: "end" })).toBe(0);
    await expect(make("late", { kind: "end" })).rejects.toThrow(/already has a group `late`/);
    world.log.done.length = 0;
    await world.subscribe({ group: "late" });
    await world.until(() => expect(world.log.done).toEqual(["3"]));
    const rewind = (dryRun: boolean) =>
      groups.rewind(placeOf(world, "g"), { kind: "beginning" }, { ...author, dryRun });
    await expect(rewind(false)).rejects.toThrow(/stop/);
    await subscription.stop(1000);
    expect(await rewind(true)).toBe(3);
    expect(await rewind(false)).toBe(3);
    world.log.done.length = 0;
    await world.subscribe({ group: "g" });
    await world.until(() => expect(world.log.done).toEqual(["1", "2", "3"]));
  });

  test("a group that would begin in the future misses nothing, and a name is one", async (world) => {
    await world.publish(world.message("1"));
    const { groups } = adminOf(world);
    const at = new Date(Date.now() + 3_600_000);
    expect(await groups.create(placeOf(world, "g"), { kind: "time", at })).toBe(0);
    await world.publish(world.message("2"));
    await world.subscribe({ group: "g" });
    await world.until(() => expect(world.log.done).toEqual(["2"]));
    for (const name of ["", "a b", "greeter:replay", "{g}"]) {
      await expect(groups.create(placeOf(world, name), { kind: "end" })).rejects.toThrow(
        `\`${name}\` is no name of a group`,
      );
    }
  });

  test("a retired group is gone, its dead letters only when asked for", async (world) => {
    const subscription = await world.subscribe({ group: "g", handle: () => dead(false) });
    await world.publish(world.message("a"));
    await world.until(async () => expect(await letters(world)).toHaveLength(1));
    const retire = (withDeadLetters: boolean) =>
      adminOf(world).groups.retire(placeOf(world, "g"), { withDeadLetters });
    await expect(retire(true)).rejects.toThrow(/stop/);
    await subscription.stop(1000);
    await expect(retire(false)).rejects.toThrow(/1 dead letters/);
    await retire(true);
    expect(await statesOf(world, "g")).toEqual([]);
    expect(await letters(world)).toEqual([]);
    await expect(retire(true)).rejects.toThrow(/no group `g`/);
  });
}
