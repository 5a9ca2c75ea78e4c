import { expect, test } from "vitest";
import { readLife } from "./life.ts";

const lifeOf = (value: object) => readLife({ file: "", pointer: "", value });

test.each([
  ["2027-03-31", "2027-03-31"],
  ["2027-03-31T23:59:59Z", "2027-03-31"],
  ["Wed, 31 Mar 2027 00:00:00 GMT", "2027-03-31"],
  ["soon", null],
  ["2027-13-31", null],
  [20270331, null],
])("the sunset %j is the day %j", (written, day) => {
  expect(lifeOf({ "x-sunset": written })).toEqual({
    deprecated: false,
    sunset: day,
    unreadable: day === null ? String(written) : null,
  });
});

test("without a sunset nothing is unreadable", () => {
  expect(lifeOf({ deprecated: true })).toEqual({
    deprecated: true,
    sunset: null,
    unreadable: null,
  });
});
