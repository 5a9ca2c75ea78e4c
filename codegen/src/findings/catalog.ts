import type { Rule, Rules } from "./rule.ts";

const tables: readonly Rules[] = [];

const rules: ReadonlyMap<string, Rule> = new Map(tables.flatMap((table) => Object.entries(table)));

/** The rule with an id, also those of buf, GraphQL and the lint engines; null: there is none. */
export function ruleOf(id: string): Rule | null {
  return rules.get(id) ?? null;
}

/** All rules of our own by id, in the order of their tables. */
export function allRules(): Rules {
  return Object.fromEntries(rules);
}
