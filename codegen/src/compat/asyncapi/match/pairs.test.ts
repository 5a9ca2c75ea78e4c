import { expect, test } from "vitest";
import { createMatcher } from "./pairs.ts";

test("passes take pairs one after another, and the result keeps the order of the new list", () => {
  const matcher = createMatcher(["a1", "b1", "c1"], ["c2", "a2", "d2"]);
  matcher.byText((item) => item.slice(0, 1));
  expect(matcher.result()).toEqual({
    pairs: [
      ["c1", "c2"],
      ["a1", "a2"],
    ],
    removed: ["b1"],
    added: ["d2"],
  });
});

test("the same text twice is paired in order, and a refused pair stays free", () => {
  const items = [{ text: "a" }, { text: "a" }];
  const others = [{ text: "a" }, { text: "a" }, { text: "a" }];
  const matcher = createMatcher(items, others);
  matcher.byText(
    ({ text }) => text,
    (_, now) => now !== others[0],
  );
  expect(matcher.result().pairs).toEqual([
    [items[0], others[1]],
    [items[1], others[2]],
  ]);
  expect(matcher.result().added).toEqual([others[0]]);
});

test("the pair that shares the larger part of its words wins", () => {
  const matcher = createMatcher(["a b c"], ["a b c d e f", "a b"]);
  matcher.byWords((item) => item.split(" "));
  expect(matcher.result().pairs).toEqual([["a b c", "a b"]]);
});

test("null takes no part", () => {
  const matcher = createMatcher(["a"], ["b"]);
  matcher.byText(() => null);
  expect(matcher.result().pairs).toEqual([]);
});
