import { expect, test } from "vitest";
import { instantOf } from "./columns.ts";

test.for([
  ["2030-01-01T12:00:00Z", "2030-01-01T12:00:00.000Z"],
  ["2030-01-01 12:00:00.98765+02:30", "2030-01-01T09:30:00.987Z"],
  ["2030-01-01t12:00:00-0130", "2030-01-01T13:30:00.000Z"],
  ["2030-01-01T00:00:00+01", "2029-12-31T23:00:00.000Z"],
  ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"],
  ["2017-01-01T01:59:60.5+02:00", "2017-01-01T00:00:00.500Z"],
] as const)("%s is %s", ([time, instant]) => {
  expect(instantOf(time)).toBe(instant);
});

test.for(["0000-01-01T00:00:00Z", "9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00", "now"])(
  "%s is refused",
  (time) => {
    expect(() => instantOf(time)).toThrow("is no time in the years 1 to 9999 of UTC");
  },
);
