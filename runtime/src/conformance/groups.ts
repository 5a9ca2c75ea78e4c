import { expect } from "vitest";
import {
  createRandom,
  done,
  idOf,
  overlaps,
  type Seen,
  type Suite,
  sleep,
  type World,
} from "./suite.ts";

/** Every group gets everything; the members of one group share it, a partition belonging to one at a time. */
export function groupTests({ test, shared }: Suite): void {
  test("every group gets every message", async (world) => {
    for (const group of ["g1", "g2", "g3"]) await world.subscribe({ group });
    const messages = Array.from({ length: 60 }, (_, i) => world.message(`m${i}`, `k${i % 7}`));
    await world.publish(...messages);
    await world.until(() => expect(world.log.done).toHaveLength(180));
    for (const group of ["g1", "g2", "g3"]) {
      const ids = world.log.seen.filter(({ by }) => by === group).map(idOf);
      expect(new Set(ids).size).toBe(60);
    }
  });

  test("events and commands of a channel of the same name are apart", async (world) => {
    await world.subscribe({ group: "g", by: "events" });
    await world.subscribe({ group: "g", by: "commands", kind: "command" });
    await world.publish(world.message("e"), { ...world.message("c"), kind: "command" });
    await world.until(() => expect(world.log.done).toHaveLength(2));
    expect(world.log.seen.map((one) => `${one.by} ${idOf(one)}`).sort()).toEqual([
      "commands c",
      "events e",
    ]);
  });

  const sharing = async (world: World): Promise<void> => {
    const second = shared ? await world.another() : world.transport;
    const handle = async () => {
      await sleep(2);
      return done;
    };
    await world.subscribe({ group: "g", by: "one", handle });
    await world.subscribe({ group: "g", by: "two", on: second, handle });
    await settle(world);
    const messages = Array.from({ length: 400 }, (_, i) => world.message(`m${i}`, `k${i % 40}`));
    await world.publish(...messages);
    await world.until(() => expect(world.log.done.length).toBeGreaterThanOrEqual(400));
    expect(new Set(world.log.done).size).toBe(400);
    expect(world.log.seen).toHaveLength(400);
    expect(new Set(world.log.seen.map(({ by }) => by)).size).toBe(2);
    expect(twoOwners(world.log.seen)).toEqual([]);
  };
  test("members of a group share its messages", sharing);

  test("members that come and go under load lose nothing, keep order and never own a partition together", async (world) => {
    const random = createRandom(11);
    const handle = async () => {
      await sleep(random() * 25);
      return done;
    };
    const join = async (by: string) => {
      const on = shared ? await world.another() : world.transport;
      return world.subscribe({ group: "g", by, on, handle });
    };
    const count = 1200;
    const first = await join("first");
    const publishing = (async () => {
      for (let i = 0; i < count; i++) {
        await world.publish(world.message(`${i}`, `k${i % 24}`));
        if (i % 10 === 0) await sleep(15);
      }
    })();
    await sleep(300);
    const second = await join("second");
    await sleep(600);
    await first.stop(1000);
    await join("third");
    await publishing;
    await second.stop(1000);
    await world.until(() => expect(new Set(world.log.done).size).toBe(count));
    expect(twoOwners(world.log.seen)).toEqual([]);
    const last = new Map<string | null, number>();
    for (const one of world.log.seen) {
      const number = Number(idOf(one));
      expect(number).toBeGreaterThan(last.get(one.key) ?? -1);
      last.set(one.key, number);
    }
    expect(new Set(world.log.seen.map(({ by }) => by)).size).toBe(3);
  });
}

/** Time for partitions to spread over members. */
async function settle({ until, publish, message, log }: World): Promise<void> {
  let rounds = 0;
  await until(async () => {
    const from = log.seen.length;
    const round = Array.from({ length: 40 }, (_, i) => message(`r${rounds}-${i}`, `k${i}`));
    rounds++;
    await publish(...round);
    await sleep(150);
    const by = new Set(log.seen.slice(from).map((one) => one.by));
    expect(by.size).toBe(2);
  });
  await until(() => expect(log.done).toHaveLength(log.seen.length));
  log.seen.length = 0;
  log.done.length = 0;
}

function twoOwners(seen: readonly Seen[]): readonly string[] {
  return overlaps(seen)
    .filter(([one, other]) => one.partition === other.partition && one.by !== other.by)
    .map(([one, other]) => `${one.by} ${idOf(one)} / ${other.by} ${idOf(other)}`);
}
