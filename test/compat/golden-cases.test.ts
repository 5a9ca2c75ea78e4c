import { describe, expect, test } from "vitest";
import { caseFiles } from "./golden/cases.ts";
import { rulesOf, runCase } from "./golden/run-case.ts";
import { ruleIds } from "./support/rules.ts";

const files = caseFiles();

describe.each(files)("$group/$rule", (file) => {
  const rules = rulesOf(file);

  test.each(file.fires)("fires: $name", async (one) => {
    const found = await runCase(file, one);
    expect(found.map(({ line }) => line)).toEqual(one.finds);
    expect(found.map(({ rule }) => rule)).toEqual(expect.arrayContaining([...rules]));
  });

  test.each(file.silent)("silent: $name", async (one) => {
    const found = await runCase(file, one);
    expect(found.filter(({ level }) => level === "error").map(({ line }) => line)).toEqual([]);
    expect(found.filter(({ rule }) => rules.includes(rule)).map(({ line }) => line)).toEqual([]);
  });

  test("has a case each way", () => {
    expect(file.fires.length).toBeGreaterThan(0);
    expect(file.silent.length).toBeGreaterThan(0);
  });

  test("is about a rule of the catalog", () => expect(rules).not.toEqual([]));
});

test("every rule has a file of cases", () => {
  const shown = new Set(files.flatMap(rulesOf));
  expect(ruleIds.filter((id) => !shown.has(id))).toEqual([]);
});
