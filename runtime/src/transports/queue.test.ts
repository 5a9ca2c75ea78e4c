import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { Queue } from "./queue.ts";

test("gives items in the order in which they came, also when it is long", () => {
  const queue = new Queue<number>();
  for (let item = 0; item < 5000; item++) queue.push(item);
  queue.insert(1, -1);
  const taken = Array.from({ length: 4000 }, () => queue.shift());
  expect(taken.slice(0, 3)).toEqual([0, -1, 1]);
  expect(queue.peek()).toBe(3999);
  expect(queue.size).toBe(1001);
  expect(queue.items().at(-1)).toBe(4999);
});

test("holds nothing that was taken out", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const queue = new Queue<object>();
  let item: object | null = { large: "reply" };
  const seen = new WeakRef(item);
  queue.push(item);
  queue.push({ next: "reply" });
  queue.shift();
  item = null;
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  expect(seen.deref()).toBeUndefined();
  expect(queue.size).toBe(1);
});
