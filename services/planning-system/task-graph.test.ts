import { describe, expect, test } from "vitest";
import { dependentsOf, freedTasks, longestChainMs, topologicalOrder } from "./task-graph.ts";

const task = (id: string, ...dependencies: string[]) => ({ id, dependencies });

describe("topologicalOrder", () => {
  test("puts every task after its dependencies", () => {
    expect(topologicalOrder([task("c", "a", "b"), task("b", "a"), task("a")])).toEqual([
      "a",
      "b",
      "c",
    ]);
  });
  test("spells out a cycle, also one behind the first open task", () => {
    const tasks = [task("x", "a"), task("a", "b"), task("b", "c"), task("c", "a")];
    expect(() => topologicalOrder(tasks)).toThrow("a → b → c → a");
    expect(() => topologicalOrder([task("a", "a")])).toThrow("a → a");
  });
  test("refuses an unknown dependency and a doubled id", () => {
    expect(() => topologicalOrder([task("a", "ghost")])).toThrow("`ghost`, which is no task");
    expect(() => topologicalOrder([task("a"), task("a")])).toThrow("Two tasks have the id `a`");
  });
});

test("a task is free once all its dependencies are completed", () => {
  const tasks = [
    { ...task("a"), state: "completed" },
    { ...task("b"), state: "in_progress" },
    { ...task("c", "a"), state: "pending" },
    { ...task("d", "a", "b"), state: "pending" },
  ];
  expect(freedTasks(tasks)).toEqual(["c"]);
});

test("a plan takes as long as its longest chain", () => {
  const timed = (id: string, estimatedMs: number | null, ...dependencies: string[]) => ({
    ...task(id, ...dependencies),
    estimatedMs,
  });
  expect(longestChainMs([])).toBe(0);
  expect(longestChainMs([timed("a", 5), timed("b", 7)])).toBe(7);
  const diamond = [
    timed("a", 5),
    timed("b", 1, "a"),
    timed("c", 3, "a"),
    timed("d", null, "b", "c"),
  ];
  expect(longestChainMs(diamond)).toBe(8);
});

test("dependents are found through other tasks", () => {
  const tasks = [task("a"), task("b", "a"), task("c", "b"), task("d")];
  expect([...dependentsOf(tasks, "a")].sort()).toEqual(["b", "c"]);
});
