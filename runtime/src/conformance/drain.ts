import { expect } from "vitest";
import { done, idOf, type Suite, sleep } from "./suite.ts";

/** Stopping finishes what runs, returns the rest and starts again where it was. */
export function drainTests({ test }: Suite): void {
  test("stop waits for running handlers, and what had not started comes to the next as if untouched", async (world) => {
    const blocked = Promise.withResolvers<void>();
    const first = await world.subscribe({
      group: "g",
      by: "first",
      handle: async () => {
        await blocked.promise;
        return done;
      },
    });
    await world.publish(...[1, 2, 3, 4].map((i) => world.message(`${i}`, "k")));
    await world.until(() => expect(world.log.seen).toHaveLength(1));
    const stopped = first.stop(5000);
    await sleep(300);
    blocked.resolve();
    await stopped;
    expect(world.log.done).toEqual(["1"]);
    await world.subscribe({ group: "g", by: "second" });
    await world.until(() => expect(world.log.done).toEqual(["1", "2", "3", "4"]));
    const seen = world.log.seen.map((one) => `${one.by} ${idOf(one)} ${one.attempt}`);
    expect(seen).toEqual(["first 1 1", "second 2 1", "second 3 1", "second 4 1"]);
  });

  test("a handler that takes longer than the grace period is told, and its message comes again", async (world) => {
    const aborted = Promise.withResolvers<void>();
    const first = await world.subscribe({
      group: "g",
      handle: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            aborted.resolve();
            reject(new Error("told to stop"));
          });
        }),
    });
    await world.publish(world.message("a"));
    await world.until(() => expect(world.log.seen).toHaveLength(1));
    const startedAt = performance.now();
    await first.stop(100);
    await aborted.promise;
    expect(performance.now() - startedAt).toBeLessThan(5000);
    await world.subscribe({ group: "g" });
    await world.until(() => expect(world.log.done).toEqual(["a"]));
    expect(world.log.seen.at(-1)?.attempt).toBe(2);
  });

  test("what is published while nobody listens is there on return", async (world) => {
    const first = await world.subscribe({ group: "g" });
    await world.publish(world.message("1"));
    await world.until(() => expect(world.log.done).toEqual(["1"]));
    await first.stop(1000);
    await world.publish(world.message("2"), world.message("3"));
    await sleep(50);
    expect(world.log.done).toEqual(["1"]);
    const second = await world.subscribe({ group: "g" });
    await world.until(() => expect(world.log.done).toEqual(["1", "2", "3"]));
    expect(second.idleMs()).toBeLessThan(10_000);
  });
}
