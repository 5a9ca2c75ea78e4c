import { expect, test } from "vitest";
import { createReferenceGraph } from "./reference-graph.ts";

const graphOf = (edges: Readonly<Record<string, readonly string[]>>) =>
  createReferenceGraph((id) => edges[id] ?? []);

test("every answer agrees with a plain search, whichever question comes first", () => {
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % below;
  };
  for (let round = 0; round < 60; round++) {
    const ids = Array.from({ length: 9 }, (_, at) => `s${at}`);
    const edges = Object.fromEntries(
      ids.map((id) => [id, ids.filter(() => random(100) < 5 + (round % 25))]),
    );
    const plain = (from: string) => {
      const found = new Set(edges[from]);
      for (const id of found) for (const target of edges[id] ?? []) found.add(target);
      return found;
    };
    const graph = graphOf(edges);
    for (let question = 0; question < 81; question++) {
      const [from = "", to = ""] = [ids[random(9)], ids[random(9)]];
      expect(graph.reaches(from, to), JSON.stringify({ edges, from, to })).toBe(
        plain(from).has(to),
      );
    }
  }
});

test("long chains and circles need no stack and little time", () => {
  const length = 50_000;
  const chain = createReferenceGraph((id) => [String(Number(id) + 1)].filter((n) => +n < length));
  const circle = createReferenceGraph((id) => [String((Number(id) + 1) % length)]);
  expect(chain.reaches("0", "0")).toBe(false);
  expect(circle.reaches("0", "0")).toBe(true);
  const start = performance.now();
  for (let at = 0; at < length; at++) {
    expect(chain.reaches(String(at), String(at))).toBe(false);
    expect(chain.reaches(String(at), "0")).toBe(false);
    expect(circle.reaches(String(at), "17")).toBe(true);
  }
  expect(performance.now() - start).toBeLessThan(5000);
});
