import { expect } from "vitest";
import { done, idOf, retry, type Suite, sleep, type World } from "./suite.ts";

/** When messages come: at their time, by their priority, from where a group begins. */
export function scheduleTests({ test, shared }: Suite): void {
  test("a message with a time comes then and not before; others do not wait for it", async (world) => {
    await world.subscribe({ group: "g" });
    const at = Date.now() + 700;
    await world.publish({ ...world.message("later"), deliverAt: at }, world.message("now"));
    await world.publish({ ...world.message("past"), deliverAt: Date.now() - 5000 });
    await world.until(() => expect(world.log.done).toEqual(["now", "past"]));
    expect(Date.now()).toBeLessThan(at);
    await world.until(() => expect(world.log.done).toEqual(["now", "past", "later"]));
    // Clocks of processes and servers may differ by some milliseconds.
    expect(Date.now()).toBeGreaterThan(at - 20);
  });

  test("urgent commands are handled before what waits, low ones after it", async (world) => {
    const blocked = Promise.withResolvers<void>();
    const options = { kind: "command" as const, partitions: 1 };
    await world.subscribe({
      group: "g",
      ...options,
      concurrency: 1,
      handle: async () => {
        await blocked.promise;
        return done;
      },
    });
    const command = (id: string, priority?: "low" | "high" | "critical") => ({
      ...world.message(id, id),
      ...options,
      ...(priority === undefined ? {} : { priority }),
    });
    await world.publish(command("first"));
    await world.until(() => expect(world.log.seen).toHaveLength(1));
    await world.publish(command("low", "low"), command("n1"), command("n2"));
    await world.publish(command("high", "high"), command("critical", "critical"));
    await sleep(300);
    blocked.resolve();
    await world.until(() => expect(world.log.done).toHaveLength(6));
    expect(world.log.done).toEqual(["first", "critical", "high", "n1", "n2", "low"]);
  });

  test("a group that is new begins where it says", async (world) => {
    await world.publish(world.message("old"));
    await world.until(() => sleep(20));
    const between = Date.now();
    await sleep(20);
    await world.publish(world.message("new"));
    await world.subscribe({ group: "end", startFrom: "end" });
    await world.subscribe({ group: "time", startFrom: between });
    await world.subscribe({ group: "beginning", startFrom: "beginning" });
    await world.publish(world.message("newest"));
    await world.until(() => expect(world.log.done).toHaveLength(6));
    const of = (group: string) => world.log.seen.filter(({ by }) => by === group).map(idOf);
    expect(of("end")).toEqual(["newest"]);
    expect(of("time")).toEqual(["new", "newest"]);
    expect(of("beginning")).toEqual(["old", "new", "newest"]);
  });

  const comesAgain = async (world: World, key: string | null): Promise<void> => {
    const handle = () => (world.log.seen.length === 1 ? retry(1200) : done);
    const first = await world.subscribe({ group: "g", by: "first", handle });
    await world.publish(world.message("a", key));
    await world.until(() => expect(world.log.seen[0]?.outcome).toBe("retry"));
    await sleep(100);
    await first.stop(1000);
    const second = shared ? await world.another() : world.transport;
    await world.subscribe({ group: "g", by: "second", on: second, handle });
    await world.until(() => expect(world.log.done).toEqual(["a"]));
    const [one, two] = world.log.seen;
    expect(two).toMatchObject({ by: "second", attempt: 2 });
    expect((two?.startedAt ?? 0) - (one?.endedAt ?? 0)).toBeGreaterThan(1100);
  };
  test("the delay of a retry outlives its owner", (world) => comesAgain(world, "k"));
  test("the delay of a retry without a key outlives its owner", (world) => comesAgain(world, null));
}
