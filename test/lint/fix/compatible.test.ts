import { compareSides } from "@berrys/codegen/compat/compare";
import { lintGroups, lintRule } from "@berrys/codegen/lint/groups";
import { expect, test } from "vitest";
import { goldenRules, patched, readGolden } from "../golden-case.ts";
import { type Contracts, openContracts } from "../support/open-workspace.ts";

const fixable = goldenRules().flatMap((rule) =>
  lintRule(rule) === null
    ? []
    : readGolden(rule)
        .fires.filter(({ fixed = {} }) => Object.keys(fixed).length > 0)
        .map(({ name, contracts, fixed = {} }) => ({ rule, name, contracts, fixed })),
);

test("there are fixes in more than one form", () => {
  expect(new Set(fixable.map(({ rule }) => rule)).size).toBeGreaterThanOrEqual(9);
  expect(lintGroups.length).toBeGreaterThan(0);
});

test.each(fixable)("what $rule mends breaks nobody: $name", async ({ contracts, fixed }) => {
  expect(await breaks(contracts, patched(contracts, fixed))).toEqual([]);
});

/** What the comparer says of level error or warn. */
async function breaks(before: Contracts, after: Contracts): Promise<readonly string[]> {
  const [old, now] = await Promise.all([openContracts(before), openContracts(after)]);
  try {
    const [findings, diagnostics] = await compareSides(old, now);
    expect(diagnostics).toEqual([]);
    return findings
      .filter(({ level }) => level !== "info")
      .map(({ id, level, path, message }) => `${level} ${id} ${path}: ${message}`);
  } finally {
    await old.dispose();
    await now.dispose();
  }
}
