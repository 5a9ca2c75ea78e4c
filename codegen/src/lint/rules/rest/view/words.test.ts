import { describe, expect, test } from "vitest";
import {
  beginsWithVerb,
  caseOf,
  crudVerbOf,
  isPlural,
  isSingular,
  isVerb,
  mayBeVerb,
  pluralOf,
  singularOf,
  snakeCase,
} from "./words.ts";

describe("number", () => {
  test.each(
    "projects api-keys people criteria addresses statuses apis children user_profiles menus boxes analyses".split(
      " ",
    ),
  )("%s is plural", (word) => {
    expect(isPlural(word)).toBe(true);
    expect(isSingular(word)).toBe(false);
  });

  test.each(
    "project status address api-key person analysis bus process progress-bar basis class".split(
      " ",
    ),
  )("%s is singular", (word) => {
    expect(isSingular(word)).toBe(true);
    expect(isPlural(word)).toBe(false);
  });

  test.each("history settings metadata news series feedback".split(" "))("%s is both", (word) => {
    expect([isSingular(word), isPlural(word)]).toEqual([true, true]);
  });

  test.each([
    ["project", "projects"],
    ["category", "categories"],
    ["address", "addresses"],
    ["box", "boxes"],
    ["key", "keys"],
    ["status", "statuses"],
  ])("%s and %s", (one, many) => {
    expect(pluralOf(one)).toBe(many);
    expect(singularOf(many)).toBe(one);
  });
});

describe("verbs", () => {
  test("what is certainly done", () => {
    expect("cancel terminate assign-task login bulkDelete".split(" ").map(isVerb)).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
  });

  test("what may be a thing", () => {
    expect("search refresh plan status".split(" ").map(isVerb)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect("search refresh plan status".split(" ").map(mayBeVerb)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });

  test("what the method says", () => {
    expect(
      "getUsers create delete-agent posts list listings reader".split(" ").map(crudVerbOf),
    ).toEqual(["get", "create", "delete", null, null, null, null]);
  });

  test("names of operations", () => {
    expect("listProjects login searchTools projectList".split(" ").map(beginsWithVerb)).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});

test("cases", () => {
  expect("snake_case kebab-case camelCase PascalCase word HTTP".split(" ").map(caseOf)).toEqual([
    "snake_case",
    "kebab-case",
    "camelCase",
    "PascalCase",
    null,
    null,
  ]);
  expect(["projectId", "Data Source", "api-key"].map(snakeCase)).toEqual([
    "project_id",
    "data_source",
    "api_key",
  ]);
});
