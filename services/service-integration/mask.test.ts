import { expect, test } from "vitest";
import { mask } from "./mask.ts";

const data = { name: "x", credentials: { token: "t", user: "u" }, "a/b": { "~": 1 } };

test.each([
  [[], data],
  [["/credentials"], { ...data, credentials: "[masked]" }],
  [["/credentials/token"], { ...data, credentials: { token: "[masked]", user: "u" } }],
  [["/a~1b/~0"], { ...data, "a/b": { "~": "[masked]" } }],
  [["/nothing", "/name/deeper", "/toString"], data],
])("masks %j", (pointers, expected) => {
  const before = structuredClone(data);
  expect(mask(data, pointers)).toEqual(expected);
  expect(data).toEqual(before);
});
