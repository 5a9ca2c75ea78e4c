import { expect } from "vitest";
import type { DeadLetter } from "../transports/transport.ts";
import { dead, done, idOf, partitions, retry, type Suite, sleep, type World } from "./suite.ts";

/** Dead letters are kept per group, and an operator can send them once more or throw them away. */
export function deadLetterTests({ test }: Suite): void {
  const letters = ({ transport, channel }: World, group: string): Promise<readonly DeadLetter[]> =>
    transport.list({ group, channel, kind: "event", partitions });
  const only = async (world: World, group: string): Promise<DeadLetter> => {
    await world.until(async () => expect(await letters(world, group)).toHaveLength(1));
    const [letter] = await letters(world, group);
    if (letter === undefined) throw new Error("no letter");
    return letter;
  };

  test("a dead letter keeps the message and why it died; its key goes on", async (world) => {
    await world.subscribe({
      group: "g",
      handle: (delivery) => {
        if (idOf(delivery) !== "a1") return done;
        return delivery.attempt < 3 ? retry(1) : dead(false);
      },
    });
    const message = world.message("a1", "a");
    await world.publish(message, world.message("a2", "a"));
    await world.until(() => expect(world.log.done).toEqual(["a2"]));
    const letter = await only(world, "g");
    expect(letter).toMatchObject({
      id: message.id,
      kind: "event",
      channel: world.channel,
      group: "g",
      key: "a",
      body: message.body,
      attempt: 3,
      reason: "rejected",
      error: "never",
    });
    expect(letter.diedAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/);
    expect(Math.abs(Date.parse(letter.diedAt) - Date.now())).toBeLessThan(60_000);
  });

  test("a delivery that no handler had does not count in the letter", async (world) => {
    await world.subscribe({
      group: "g",
      handle: ({ attempt }) =>
        attempt < 3 ? retry(1) : { ...dead(false), reason: "crashed", uncounted: true },
    });
    await world.publish(world.message("a"));
    expect(await only(world, "g")).toMatchObject({ reason: "crashed", attempt: 2 });
  });

  test("a replay goes to its group alone, once, with attempts counted anew", async (world) => {
    let broken = true;
    await world.subscribe({ group: "g", handle: () => (broken ? dead(false) : done) });
    await world.subscribe({ group: "other" });
    await world.publish(world.message("a"));
    const letter = await only(world, "g");
    await world.until(() => expect(world.log.done).toEqual(["a"]));
    broken = false;
    const replayed = await Promise.all([1, 2, 3].map(() => world.transport.replay(letter)));
    expect(replayed.filter(Boolean)).toHaveLength(1);
    await world.until(() => expect(world.log.done).toEqual(["a", "a"]));
    expect(await letters(world, "g")).toEqual([]);
    expect(await world.transport.replay(letter)).toBe(false);
    await sleep(100);
    expect(world.log.seen.map(({ by, attempt }) => `${by} ${attempt}`).sort()).toEqual([
      "g 1",
      "g 1",
      "other 1",
    ]);
  });

  test("a replay that fails again is a dead letter again", async (world) => {
    await world.subscribe({ group: "g", handle: () => dead(true) });
    await world.publish(world.message("a"));
    const first = await only(world, "g");
    await world.transport.replay(first);
    await world.until(() => expect(world.log.seen).toHaveLength(2));
    const second = await only(world, "g");
    expect(second).toMatchObject({ id: first.id, body: first.body, attempt: 1 });
    expect(second.letterId).not.toBe(first.letterId);
  });

  test("a discarded letter is gone", async (world) => {
    await world.subscribe({ group: "g", handle: () => dead(false) });
    await world.publish(world.message("a"));
    const letter = await only(world, "g");
    expect(await world.transport.discard(letter)).toBe(true);
    expect(await world.transport.discard(letter)).toBe(false);
    expect(await world.transport.replay(letter)).toBe(false);
    expect(await letters(world, "g")).toEqual([]);
  });

  const halted = async (world: World): Promise<{ heal(): void; letter: DeadLetter }> => {
    let broken = true;
    await world.subscribe({
      group: "g",
      handle: (delivery) => (idOf(delivery) === "a1" && broken ? dead(true) : done),
    });
    const row = ["a1", "a2", "a3"].map((id) => world.message(id, "a"));
    await world.publish(...row, world.message("b1", "b"));
    const letter = await only(world, "g");
    await world.publish(world.message("a4", "a"), world.message("b2", "b"));
    await world.until(() => expect(world.log.done).toEqual(["b1", "b2"]));
    await sleep(100);
    expect(world.log.done).toEqual(["b1", "b2"]);
    return {
      letter,
      heal: () => {
        broken = false;
      },
    };
  };

  test("a halted key waits until its dead letter is replayed, and keeps its order", async (world) => {
    const { letter, heal } = await halted(world);
    heal();
    expect(await world.transport.replay(letter)).toBe(true);
    await world.until(() => expect(world.log.done).toHaveLength(6));
    expect(world.log.done.slice(2)).toEqual(["a1", "a2", "a3", "a4"]);
  });

  test("a halted key goes on once its dead letter is discarded", async (world) => {
    const { letter } = await halted(world);
    expect(await world.transport.discard(letter)).toBe(true);
    await world.until(() => expect(world.log.done).toHaveLength(5));
    expect(world.log.done.slice(2)).toEqual(["a2", "a3", "a4"]);
  });

  test("a key stays halted when its partition changes hands", async (world) => {
    let broken = true;
    const handle = (delivery: Parameters<typeof idOf>[0]) =>
      idOf(delivery) === "a1" && broken ? dead(true) : done;
    const first = await world.subscribe({ group: "g", handle });
    await world.publish(world.message("a1", "a"), world.message("a2", "a"));
    const letter = await only(world, "g");
    await first.stop(1000);
    await world.publish(world.message("a3", "a"));
    await world.subscribe({ group: "g", handle });
    await world.publish(world.message("b", "b"));
    await world.until(() => expect(world.log.done).toEqual(["b"]));
    await sleep(100);
    expect(world.log.done).toEqual(["b"]);
    broken = false;
    await world.transport.replay(letter);
    await world.until(() => expect(world.log.done).toEqual(["b", "a1", "a2", "a3"]));
  });
}
