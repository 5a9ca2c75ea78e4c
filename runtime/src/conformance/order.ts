import { expect } from "vitest";
import { createRandom, done, idOf, overlaps, retry, type Suite, sleep } from "./suite.ts";

/** Messages of one key are handled one after another in the order in which they were published. */
export function orderTests({ test }: Suite): void {
  test("order of a key survives concurrency and retries", async (world) => {
    const random = createRandom(7);
    const keys = 16;
    const each = 25;
    await world.subscribe({
      group: "g",
      concurrency: 8,
      handle: async () => {
        await sleep(random() * 3);
        return random() < 0.2 ? retry(random() * 5) : done;
      },
    });
    for (let i = 0; i < each; i++) {
      const round = Array.from({ length: keys }, (_, k) => world.message(`${k}:${i}`, `key${k}`));
      await world.publish(...round);
    }
    await world.until(() => expect(world.log.done).toHaveLength(keys * each));
    for (let k = 0; k < keys; k++) {
      const ofKey = world.log.done.filter((id) => id.startsWith(`${k}:`));
      expect(ofKey).toEqual(Array.from({ length: each }, (_, i) => `${k}:${i}`));
      expect(overlaps(world.log.seen.filter(({ key }) => key === `key${k}`))).toEqual([]);
    }
    expect(overlaps(world.log.seen).length).toBeGreaterThan(0);
  });

  test("a failing message holds up its key and no other", async (world) => {
    await world.subscribe({
      group: "g",
      handle: (delivery) => (idOf(delivery) === "a1" && delivery.attempt < 3 ? retry(250) : done),
    });
    const others = Array.from({ length: 60 }, (_, i) => world.message(`o${i}`, `other${i % 20}`));
    await world.publish(world.message("a1", "a"), world.message("a2", "a"), ...others);
    await world.publish(world.message("a3", "a"));
    await world.until(() => expect(world.log.done).toHaveLength(63));
    expect(world.log.done.slice(-3)).toEqual(["a1", "a2", "a3"]);
  });

  test("a long row of messages behind a failing one neither stops others nor loses its order", async (world) => {
    const count = 1500;
    let healed = false;
    await world.subscribe({
      group: "g",
      handle: (delivery) => (idOf(delivery) === "0" && !healed ? retry(50) : done),
    });
    const row = Array.from({ length: count }, (_, i) => world.message(`${i}`, "stuck"));
    for (let i = 0; i < count; i += 500) await world.publish(...row.slice(i, i + 500));
    const others = Array.from({ length: 100 }, (_, i) => world.message(`o${i}`, `other${i % 20}`));
    await world.publish(...others);
    await world.until(() => expect(world.log.done).toHaveLength(100));
    healed = true;
    await world.until(() => expect(world.log.done).toHaveLength(100 + count));
    expect(world.log.done.slice(100)).toEqual(row.map((_, i) => String(i)));
  });
}
