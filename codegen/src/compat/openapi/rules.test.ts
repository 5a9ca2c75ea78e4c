import { expect, test } from "vitest";
import { schemaRules } from "../schema/rules.ts";
import { openapiRules } from "./rules.ts";

test("no rule of our own has the id of a rule of schemas", () => {
  expect(Object.keys(openapiRules).filter((id) => id in schemaRules)).toEqual([]);
});

test.each(Object.entries(openapiRules))(
  "%s is told in whole sentences",
  (id, { title, why, fix }) => {
    expect(id).toMatch(/^openapi\/[a-z]+(-[a-z]+)*$/);
    expect(title).toMatch(/^[A-Z].*[^.]$/);
    expect(why).toMatch(/^[A-Z`].*\.$/);
    expect(fix).toMatch(/^[A-Z`].*\.$/);
  },
);
