import { expect, test } from "vitest";
import type { Violation } from "../violation.ts";
import { checkText } from "./text.ts";

test("finds what no database holds, wherever it is", () => {
  const violations: Violation[] = [];
  checkText(
    { fine: "é😀\n", a: ["x", "\0"], "b/c": { d: "\ud800" }, "\0": 1 },
    "/body",
    violations,
  );
  expect(violations.map(({ pointer }) => pointer)).toEqual([
    "/body/a/1",
    "/body/b~1c/d",
    "/body/\0",
  ]);
});

test("leaves numbers, nothing and bytes alone", () => {
  const violations: Violation[] = [];
  checkText([1, null, undefined, true, new Uint8Array([0])], "", violations);
  expect(violations).toEqual([]);
});
