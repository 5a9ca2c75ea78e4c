import { expect, test } from "vitest";
import { Lanes, type Verdict } from "./lanes.ts";

interface Item {
  readonly key: string | null;
  readonly name: string;
}
const item = (name: string): Item => ({ name, key: name[0] ?? null });

/** Lanes whose items end when the test says so. */
function controlled(concurrency: number, exclusive?: (item: Item) => boolean) {
  const running = new Map<string, (verdict: Verdict) => void>();
  const started: string[] = [];
  const lanes = new Lanes<Item>({
    concurrency,
    keyOf: ({ key }) => key,
    ...(exclusive === undefined ? null : { exclusive }),
    run: ({ name }, end) => {
      started.push(name);
      running.set(name, end);
    },
  });
  const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
  const end = async (name: string, verdict: Verdict = { kind: "next" }) => {
    running.get(name)?.(verdict);
    running.delete(name);
    await turn();
  };
  return { lanes, started, end, turn };
}

test("one item of a key at a time, others beside it up to the concurrency", async () => {
  const { lanes, started, end, turn } = controlled(2);
  for (const name of ["a1", "a2", "b1", "c1"]) lanes.push(item(name));
  await turn();
  expect(started).toEqual(["a1", "b1"]);
  await end("b1");
  expect(started).toEqual(["a1", "b1", "c1"]);
  await end("a1");
  expect(started).toEqual(["a1", "b1", "c1", "a2"]);
  expect(lanes.size).toBe(2);
});

test("what is put first comes before what has not started, in its own order", async () => {
  const { lanes, started, end, turn } = controlled(1);
  for (const name of ["a1", "a2"]) lanes.push(item(name));
  await turn();
  for (const name of ["a-r1", "a-r2"]) lanes.unshift(item(name));
  for (const name of ["a1", "a-r1", "a-r2", "a2"]) await end(name);
  expect(started).toEqual(["a1", "a-r1", "a-r2", "a2"]);
});

test("a halted key stands still until it is resumed, also for what comes later", async () => {
  const { lanes, started, end, turn } = controlled(4);
  lanes.push(item("a1"));
  await turn();
  await end("a1", { kind: "halt" });
  lanes.push(item("a2"));
  lanes.push(item("b1"));
  await turn();
  expect(started).toEqual(["a1", "b1"]);
  expect([lanes.stuck("a"), lanes.stuck("b"), lanes.stuck("c")]).toEqual([true, false, false]);
  lanes.resume("a");
  await turn();
  expect(started).toEqual(["a1", "b1", "a2"]);
});

test("an exclusive item runs alone and is not starved", async () => {
  const { lanes, started, end, turn } = controlled(4, ({ name }) => name === "x1");
  for (const name of ["a1", "x1", "b1"]) lanes.push(item(name));
  await turn();
  expect(started).toEqual(["a1"]);
  await end("a1");
  expect(started).toEqual(["a1", "x1"]);
  await end("x1");
  expect(started).toEqual(["a1", "x1", "b1"]);
});

test("stop returns what has not started, what waits for a retry included", async () => {
  const { lanes, end, turn } = controlled(2);
  for (const name of ["a1", "b1", "a2", "c1"]) lanes.push(item(name));
  await turn();
  await end("b1", { kind: "again", delayMs: 10_000 });
  const stopped = lanes.stop();
  await end("a1");
  await end("c1");
  expect((await stopped).map(({ name }) => name).sort()).toEqual(["a2", "b1"]);
  expect(lanes.size).toBe(0);
});
