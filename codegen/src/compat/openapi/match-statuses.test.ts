import { expect, test } from "vitest";
import { matchStatuses } from "./match-statuses.ts";

const told = (old: readonly string[], now: readonly string[]) => {
  const { met, narrowed, removed, added } = matchStatuses(old, now);
  return [
    ...met.filter(({ relation }) => relation !== "same").map(({ old, now }) => `${old} → ${now}`),
    ...narrowed.map((status) => `<${status}`),
    ...removed.map((status) => `-${status}`),
    ...added.map((status) => `+${status}`),
  ];
};

test.each([
  [["404"], ["4XX"], ["404 → 4XX", "+4XX"]],
  [["4XX"], ["404", "4XX"], ["4XX → 404"]],
  [["4XX"], ["404"], ["4XX → 404", "<4XX"]],
  [["2XX"], ["404"], ["-2XX", "+404"]],
  [["404", "default"], ["default"], ["404 → default"]],
  // A default is written for failures: it stood for a success only where no success was listed.
  [
    ["200", "default"],
    ["201", "default"],
    ["-200", "+201"],
  ],
  [["200", "default"], ["default"], ["-200"]],
  [["default"], ["201", "default"], ["default → 201"]],
  [["404"], ["409"], ["-404", "+409"]],
])("%j and %j", (old, now, expected) => {
  expect(told(old, now)).toEqual(expected);
});
