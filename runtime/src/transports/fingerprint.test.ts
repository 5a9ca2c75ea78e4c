import { expect, test } from "vitest";
import { fingerprintOf, normalizedError } from "./fingerprint.ts";

test.each([
  [
    "Task 0197f1aa-1111-7abc-8def-0123456789ab is gone",
    "Task 0197f1aa-2222-7abc-8def-0123456789ab is gone",
  ],
  ["timeout after 1,500 ms (attempt 3)", "timeout after 20.5 ms (attempt 11)"],
  ['no greeting for "Ada"', 'no greeting for "Bob \\"the\\" builder"'],
  ["no greeting for 'Ada'", "no greeting for 'Bob'"],
  ["key 7f3a9c01bb missing", "key 00aa9c01bf12 missing"],
  ["it broke\n    at one.ts:1", "it broke\n    at other.ts:2"],
])("%s is the same as %s", (one, other) => {
  expect(normalizedError(one)).toBe(normalizedError(other));
  expect(fingerprintOf("failed", one)).toBe(fingerprintOf("failed", other));
});

test.each([
  ["`/name` is null, expected string", "`/text` is null, expected string"],
  ["it doesn't answer and can't", "it doesn't answer and won't"],
  ["a", "b"],
])("%s differs from %s", (one, other) => {
  expect(fingerprintOf("failed", one)).not.toBe(fingerprintOf("failed", other));
});

test("reasons count", () => {
  expect(fingerprintOf("invalid", "x")).not.toBe(fingerprintOf("rejected", "x"));
  expect(fingerprintOf("invalid", "x")).toMatch(/^[0-9a-f]{8}$/);
});
