import { expect, test } from "vitest";
import { slotOf } from "./slot.ts";

// What the specification of Redis Cluster and a real server say.
test.each([
  ["", 0],
  ["foo", 12182],
  ["123456789", 12739],
])("%s lies in slot %i", (key, slot) => {
  expect(slotOf(key)).toBe(slot);
});

test("a hash tag decides, the first one, unless it is empty or open", () => {
  expect(slotOf("a{foo}b{bar}")).toBe(slotOf("foo"));
  expect(slotOf("{}foo")).not.toBe(slotOf("foo"));
  expect(slotOf("{foo")).not.toBe(slotOf("foo"));
  expect(slotOf("x{{foo}}")).toBe(slotOf("{foo"));
});
