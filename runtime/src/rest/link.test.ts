import { expect, expectTypeOf, it } from "vitest";
import { pageLinks } from "./link.ts";
import { type SortStep, sortSteps } from "./sort.ts";

it.each([
  ["", null, null],
  ["limit=5", "a+/=", '</p?limit=5&cursor=a%2B%2F%3D>; rel="next"'],
  ["cursor=x&limit=5", null, '</p?limit=5>; rel="first"'],
  ["limit=5&cursor=x", "y", '</p?limit=5&cursor=y>; rel="next", </p?limit=5>; rel="first"'],
  ['q=">x', "y", '</p?q=%22%3Ex&cursor=y>; rel="next"'],
])("the links of ?%s before %s are %s", (query, nextCursor, link) =>
  expect(pageLinks({ path: "/p", query, nextCursor })).toBe(link),
);

it("reads an order, the first word on a member counts", () => {
  const steps = sortSteps<"name" | "-name" | "-created_at">(["-created_at", "name", "-name"]);
  expectTypeOf(steps).toEqualTypeOf<readonly SortStep<"name" | "created_at">[]>();
  expect(steps).toEqual([
    { by: "created_at", descending: true },
    { by: "name", descending: false },
  ]);
});
