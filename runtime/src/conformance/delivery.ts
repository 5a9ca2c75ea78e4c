import { expect } from "vitest";
import { done, idOf, retry, type Suite, sleep } from "./suite.ts";

/** What is published arrives, as it was, once; a failure brings it back. */
export function deliveryTests({ test }: Suite): void {
  test("everything published arrives as it was", async (world) => {
    const odd = {
      ...world.message("odd", "schlüssel/{}*\n"),
      body: JSON.stringify({ id: "odd", text: 'ü "quoted" \u0000 🫐 \\ %s {}' }),
    };
    const messages = [
      odd,
      ...Array.from({ length: 200 }, (_, i) => world.message(`m${i}`, `k${i % 9}`)),
    ];
    await world.subscribe({ group: "g" });
    await world.publish(...messages);
    await world.until(() => expect(world.log.done).toHaveLength(messages.length));
    const byId = new Map(world.log.seen.map((one) => [one.id, one]));
    for (const { id, key, body } of messages) {
      expect(byId.get(id)).toMatchObject({ id, key, body, channel: world.channel, attempt: 1 });
    }
  });

  test("a group that comes later gets what was published before", async (world) => {
    const messages = Array.from({ length: 50 }, (_, i) => world.message(`m${i}`, `k${i % 5}`));
    await world.publish(...messages);
    await world.subscribe({ group: "late" });
    await world.until(() => expect(world.log.done).toHaveLength(50));
  });

  test("publishing waits for nobody's handler", async (world) => {
    const blocked = Promise.withResolvers<void>();
    await world.subscribe({
      group: "g",
      handle: async () => {
        await blocked.promise;
        return done;
      },
    });
    await world.publish(world.message("a"));
    await world.until(() => expect(world.log.seen).toHaveLength(1));
    await world.publish(world.message("b"));
    expect(world.log.done).toEqual([]);
    blocked.resolve();
    await world.until(() => expect(world.log.done).toEqual(["a", "b"]));
  });

  test("a second message of an id that may repeat has no effect", async (world) => {
    await world.subscribe({ group: "g" });
    const message = { ...world.message("once"), mayRepeat: true as const };
    await world.publish(message, message);
    await world.publish(message);
    await Promise.all([world.publish(message), world.publish(message)]);
    await world.publish(world.message("after"));
    await world.until(() => expect(world.log.done).toContain("after"));
    expect(world.log.done).toEqual(["once", "after"]);
  });

  test("unkeyed messages run beside one another, up to the concurrency", async (world) => {
    const messages = Array.from({ length: 40 }, (_, i) => world.message(`m${i}`, null));
    let running = 0;
    let most = 0;
    await world.publish(...messages);
    await world.subscribe({
      group: "g",
      partitions: 4,
      concurrency: 3,
      handle: async () => {
        most = Math.max(most, ++running);
        await sleep(10);
        running--;
        return done;
      },
    });
    await world.until(() => expect(world.log.done).toHaveLength(40));
    expect(most).toBeGreaterThan(3);
    expect(most).toBeLessThanOrEqual(4 * 3);
    expect(new Set(world.log.seen.map(({ partition }) => partition)).size).toBe(4);
    expect(world.log.seen.every(({ key }) => key === null)).toBe(true);
  });

  test("a failed message comes back after its delay, with its attempts counted", async (world) => {
    await world.subscribe({
      group: "g",
      handle: ({ attempt }) => (attempt < 4 ? retry(60) : done),
    });
    await world.publish(world.message("a"));
    await world.until(() => expect(world.log.done).toEqual(["a"]));
    expect(world.log.seen.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
    const starts = world.log.seen.map(({ startedAt }) => startedAt);
    for (const [i, startedAt] of starts.slice(1).entries()) {
      expect(startedAt - (starts[i] ?? 0)).toBeGreaterThan(55);
    }
  });

  test("a failure that is not the message's does not count", async (world) => {
    await world.subscribe({
      group: "g",
      handle: () => {
        if (world.log.seen.length <= 3)
          return { kind: "retry", delayMs: 10, error: "not now", uncounted: true };
        return world.log.seen.length === 4 ? retry(10) : done;
      },
    });
    await world.publish(world.message("a", "k"), world.message("b", "k"));
    await world.until(() => expect(world.log.done).toEqual(["a", "b"]));
    expect(world.log.seen.map((one) => `${idOf(one)} ${one.attempt}`)).toEqual([
      ...["a 1", "a 1", "a 1", "a 1", "a 2"],
      "b 1",
    ]);
  });

  test("a handler that breaks its promise and rejects counts as a retry", async (world) => {
    let failed = false;
    await world.subscribe({
      group: "g",
      handle: async () => {
        if (failed) return done;
        failed = true;
        throw new Error("broken promise");
      },
    });
    await world.publish(world.message("a"));
    await world.until(() => expect(world.log.done).toEqual(["a"]));
    expect(world.log.seen.map(({ attempt }) => attempt)).toEqual([1, 2]);
  });

  test("a large backlog is worked off completely and in order", async (world) => {
    const count = 5000;
    const messages = Array.from({ length: count }, (_, i) => world.message(`${i}`, `k${i % 64}`));
    for (let i = 0; i < count; i += 500) await world.publish(...messages.slice(i, i + 500));
    await world.subscribe({ group: "g" });
    await world.until(() => expect(world.log.done.length).toBe(count));
    const last = new Map<string | null, number>();
    for (const one of world.log.seen) {
      const number = Number(idOf(one));
      expect(number).toBeGreaterThan(last.get(one.key) ?? -1);
      last.set(one.key, number);
    }
  });

  test("a reply reaches the process that asked, another address does not", async (world) => {
    const replies: string[] = [];
    world.transport.onReply((body) => replies.push(body));
    await world.transport.send(world.transport.address, '{"a":1}');
    await world.transport.send(world.transport.address, '{"b":"ü"}');
    await world.until(() => expect(replies).toEqual(['{"a":1}', '{"b":"ü"}']));
    await expect(world.transport.send("somewhere:else", "{}")).rejects.toThrow("somewhere:else");
  });

  test("a closed transport refuses to publish", async (world) => {
    await world.transport.close();
    await expect(world.publish(world.message("a"))).rejects.toMatchObject({ code: "unavailable" });
  });
}
