import { expect, test } from "vitest";
import { violationsOf } from "../violation.ts";
import { createEnvelope } from "./create-envelope.ts";
import { mask, maskViolations } from "./mask.ts";
import { eventDefinition, textsCheck } from "./testing.ts";

test("what is sensitive is masked wherever it is", () => {
  const data = { ssn: 1, accounts: [{ iban: "FR76" }, {}], open: "yes" };
  expect(mask(data, ["/ssn", "/accounts/*/iban"])).toEqual({
    ssn: "[masked]",
    accounts: [{ iban: "[masked]" }, {}],
    open: "yes",
  });
  expect(mask(data, [""])).toBe("[masked]");
  expect(mask(data, [])).toBe(data);
});

const data = { name: "x", credentials: { token: "t", user: "u" }, "a/b": { "~": 1 } };

test.each([
  [[], data],
  [["/credentials"], { ...data, credentials: "[masked]" }],
  [["/credentials/token"], { ...data, credentials: { token: "[masked]", user: "u" } }],
  [["/credentials/*"], { ...data, credentials: { token: "[masked]", user: "[masked]" } }],
  [["/a~1b/~0"], { ...data, "a/b": { "~": "[masked]" } }],
  [["/nothing", "/name/deeper", "/name/*", "/toString"], data],
])("masks %j and leaves what it was given as it is", (pointers, expected) => {
  const before = structuredClone(data);
  expect(mask(data, pointers)).toEqual(expected);
  expect(data).toEqual(before);
});

test("a violation shows the kind of a sensitive value, and its text where it is public", () => {
  const violations = violationsOf(textsCheck("ssn", "city"), { ssn: 78051120, city: 5 });
  expect(maskViolations(violations, ["/ssn"]).map(({ got }) => got)).toEqual([
    "a masked number",
    "number 5",
  ]);
  expect(maskViolations(violations, [""]).map(({ got }) => got)).toEqual([
    "a masked number",
    "a masked number",
  ]);
});

test("a publisher that gets it wrong is not told what the sensitive value was", () => {
  const definition = eventDefinition({ sensitive: ["/ssn"], check: textsCheck("ssn") });
  const publish = () => createEnvelope(definition, { ssn: 78051120 }, { source: "registry" });
  expect(publish).toThrow("`data/ssn` is a masked number, expected string");
  try {
    publish();
  } catch (error) {
    expect(JSON.stringify(error)).not.toContain("78051120");
  }
});
