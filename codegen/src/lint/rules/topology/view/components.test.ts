import { expect, test } from "vitest";
import { cyclesOf, pathAround } from "./components.ts";

const graph = (text: string) => {
  const edges = new Map<string, string[]>();
  for (const edge of text.split(" ")) {
    const [from = "", to = ""] = edge.split(">");
    edges.set(from, [...(edges.get(from) ?? []), to]);
  }
  return edges;
};

test("groups of nodes that lead to one another", () => {
  expect(cyclesOf(graph("a>b b>c c>a c>d d>e e>d f>a"))).toEqual([
    ["a", "b", "c"],
    ["d", "e"],
  ]);
  expect(cyclesOf(graph("a>b a>c b>d c>d"))).toEqual([]);
});

test("the shortest way around", () => {
  const edges = graph("a>b b>c c>d d>a b>a");
  expect(pathAround(edges, ["a", "b", "c", "d"])).toEqual(["a", "b", "a"]);
});

test("a chain of 100,000 nodes overflows nothing", () => {
  const edges = new Map(
    Array.from({ length: 100_000 }, (_, at) => [`n${at}`, [`n${(at + 1) % 100_000}`]] as const),
  );
  expect(cyclesOf(edges)[0]).toHaveLength(100_000);
});
