import { lintGroups, lintRule } from "@berrys/codegen/lint/groups";
import { describe, expect, test } from "vitest";
import { goldenRules, patched, readGolden, runRule } from "./golden-case.ts";

const known = lintGroups.flatMap(({ rules }) => Object.keys(rules)).sort();

test("every rule has a file of cases, and every file a rule", () => {
  expect(goldenRules()).toEqual(known);
});

test("ids begin with the name of their group", () => {
  for (const { name, rules } of lintGroups)
    for (const id of Object.keys(rules))
      expect(id).toMatch(new RegExp(`^${name}/[a-z][a-z0-9-]*$`));
});

describe.each(known.filter((rule) => goldenRules().includes(rule)))("%s", (rule) => {
  const { fires, silent } = readGolden(rule);

  test("has cases of both kinds", () => {
    expect(Math.min(fires.length, silent.length)).toBeGreaterThan(0);
  });

  test.each(fires)("speaks: $name", async ({ contracts, finds = [], fixed = {} }) => {
    const outcome = await runRule(rule, contracts);
    expect(outcome.finds).not.toEqual([]);
    expect(outcome).toEqual({ finds, fixed });
    if (Object.keys(fixed).length > 0) {
      const after = await runRule(rule, patched(contracts, fixed));
      // What is left is for people.
      expect(after.fixed).toEqual({});
      expect(after.finds.length).toBeLessThan(finds.length);
    }
  });

  test.each(silent)("is silent: $name", async ({ contracts }) => {
    expect((await runRule(rule, contracts)).finds).toEqual([]);
  });

  if (lintRule(rule)?.profile !== "platform") return;
  test("leaves contracts of others alone", async () => {
    for (const { contracts } of fires) {
      if (/x-berrys-|berrys\/options/.test(JSON.stringify(contracts))) continue;
      expect((await runRule(rule, contracts, { auto: true })).finds).toEqual([]);
    }
  });
});
