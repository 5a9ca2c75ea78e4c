import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { schemaRules } from "../../codegen/src/compat/schema/rules.ts";
import { catalog } from "../../codegen/src/diagnostics/catalog.ts";
import { readApprovals } from "../../codegen/src/findings/approvals.ts";
import { allRules, commandOf, ruleIds, ruleOf } from "../../codegen/src/findings/catalog.ts";
import { loadSettings } from "../../codegen/src/findings/load-settings.ts";
import { rulesPage } from "../../codegen/src/findings/rules-page.ts";
import { createWorkspace } from "../support/run-berrys.ts";

const rules = Object.entries(allRules());

describe("every rule", () => {
  test("has an id in kebab-case, a title, a reason and a way to mend it", () => {
    const wrong = rules.filter(([id, { title, why, fix }]) => {
      const isKebab = /^[a-z]+\/[a-z0-9]+(-[a-z0-9]+)*$/.test(id);
      const isFull = [title, why, fix].every((text) => text.trim() !== "" && text === text.trim());
      return !isKebab || !isFull || title.endsWith(".") || !/[.)]$/.test(why) || !/[.)]$/.test(fix);
    });
    expect(wrong).toEqual([]);
  });

  test("has a title of its own in its group", () => {
    const groups = Map.groupBy(rules, ([id, { title }]) => `${id.split("/")[0]}: ${title}`);
    const twice = [...groups].filter(([, same]) => same.length > 1).map(([, same]) => same);
    expect(twice).toEqual([]);
  });

  test("belongs to a command, and is no diagnostic", () => {
    const homeless = ruleIds().filter((id) => commandOf(id) === null || ruleOf(id) === null);
    expect(homeless).toEqual([]);
    expect(ruleIds().filter((id) => Object.hasOwn(catalog, id))).toEqual([]);
    expect(new Set(ruleIds()).size).toBe(ruleIds().length);
  });

  test("of breaking changes of our own there are more than 250, without counting surfaces", () => {
    const own = rules.filter(([id]) => commandOf(id) === "breaking");
    const kinds = own.filter(([id]) => !Object.hasOwn(schemaRules, id) || id.startsWith("schema/"));
    expect(kinds.length).toBeGreaterThan(250);
  });
});

test("ids that nobody has are unknown", () => {
  for (const id of [
    "",
    "openapi",
    "openapi/",
    "openapi/nope",
    "constructor",
    "nope/nope",
    "proto/constructor",
    "graphql/toString",
  ])
    expect(ruleOf(id), id).toBeNull();
  expect(ruleOf("redocly/constructor")?.level).toBe("warn");
});

test("docs/rules.md is what the catalog says (`node scripts/rules-docs.ts` writes it)", () => {
  const path = join(import.meta.dirname, "../../docs/rules.md");
  // A diff of two thousand lines would tell nothing.
  expect(readFileSync(path, "utf8") === rulesPage()).toBe(true);
});

describe("berrys explain", () => {
  test("knows rules as it knows diagnostics, and the nearest names", async () => {
    using workspace = createWorkspace();
    const rule = await workspace.berrys("explain", "--json", "openapi/operation-removed");
    expect(JSON.parse(rule.stdout)).toMatchObject({
      code: "openapi/operation-removed",
      level: "error",
      command: "berrys breaking",
    });
    const text = await workspace.berrys("explain", "asyncapi/payload-property-became-required");
    expect(text.stdout).toContain("for a reader");
    const engine = await workspace.berrys("explain", "proto/FIELD_SAME_TYPE");
    expect(engine.exitCode).toBe(0);
    const misspelt = await workspace.berrys("explain", "asyncapi/chanel-removed");
    expect(misspelt.exitCode).toBe(2);
    expect(misspelt.stderr).toContain("did you mean `asyncapi/channel-removed`?");
  });

  test("lists a group, and everything", async () => {
    using workspace = createWorkspace();
    const group = await workspace.berrys("explain", "--json", "workspace");
    const codes = JSON.parse(group.stdout).map(({ code }: { code: string }) => code);
    expect(codes).toContain("workspace/contract-removed");
    expect(codes.every((code: string) => code.startsWith("workspace/"))).toBe(true);
    const all = await workspace.berrys("explain", "--json");
    expect(JSON.parse(all.stdout).length).toBe(ruleIds().length + Object.keys(catalog).length);
  });
});

describe("docs/breaking.md", () => {
  const text = readFileSync(join(import.meta.dirname, "../../docs/breaking.md"), "utf8");
  const blocks = [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, yaml = ""]) => yaml);

  test("shows settings that can be read", async () => {
    const settings = blocks.find((yaml) => yaml.startsWith("breaking:")) ?? "";
    const [read, diagnostics] = await loadSettings("berrys.yaml", settings);
    expect(diagnostics).toEqual([]);
    expect(read?.breaking.paths).toHaveLength(2);
  });

  test("shows an approval that can be read", () => {
    const approvals = blocks.find((yaml) => yaml.startsWith("- rule:")) ?? "";
    const [read, diagnostics] = readApprovals("berrys.approvals.yaml", approvals);
    expect(diagnostics).toEqual([]);
    expect(read).toHaveLength(1);
  });
});
