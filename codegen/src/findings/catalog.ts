import { breakingRules as breaking, breakingRule } from "../compat/catalog.ts";
import { graphqlRuleIds } from "../compat/graphql/rules.ts";
import { bufRuleIds } from "../compat/proto/buf-rules.ts";
import { engineRule } from "../lint/engines/engine-rule.ts";
import { lintGroups } from "../lint/groups.ts";
import type { Command } from "./baseline.ts";
import { genRules } from "./gen-rules.ts";
import type { Rule, Rules } from "./rule.ts";

const lint = collect(...lintGroups.map(({ rules }) => rules));
const all = new Map([...breaking, ...lint, ...collect(genRules)]);

/** The rule with an id, also those of the engines: buf, GraphQL, Redocly, AsyncAPI's parser; null: there is none. */
export function ruleOf(id: string): Rule | null {
  return all.get(id) ?? breakingRule(id) ?? engineRule(id);
}

/** All rules of our own by id, groups in the order of the commands. */
export function allRules(): Rules {
  return Object.fromEntries(all);
}

/** Ids of all rules that are known by name: our own, buf's for breaking changes and GraphQL's. */
export function ruleIds(): readonly string[] {
  return [...all.keys(), ...bufRuleIds(), ...graphqlRuleIds()];
}

const breakingEngines = ["proto/", "graphql/"];

/** The command that finds it; null: there is no such rule. */
export function commandOf(id: string): Command | "gen" | null {
  if (breaking.has(id)) return "breaking";
  if (lint.has(id)) return "lint";
  if (ruleOf(id) === null) return null;
  if (Object.hasOwn(genRules, id)) return "gen";
  return breakingEngines.some((prefix) => id.startsWith(prefix)) ? "breaking" : "lint";
}

/** Ids of a command's own rules, and the first parts of the ids that its engines have. */
export function idsOf(command: Command): {
  readonly own: readonly string[];
  readonly engines: readonly string[];
} {
  return command === "breaking"
    ? { own: [...breaking.keys()], engines: breakingEngines }
    : { own: [...lint.keys()], engines: ["buf/", "redocly/", "asyncapi-parser/"] };
}

function collect(...tables: readonly Rules[]): ReadonlyMap<string, Rule> {
  return new Map(tables.flatMap((table) => Object.entries(table)));
}
