import type { ContractKind } from "../findings/rule.ts";
import type { LazyCheck, LintCheck } from "./lint-rule.ts";
import type { LintRules } from "./profile.ts";
import { entityRuleFiles } from "./rules/entities/all.ts";
import { entityRules } from "./rules/entities/rules.ts";
import { checks as messageChecks } from "./rules/messages/checks.ts";
import { messageRules } from "./rules/messages/rules.ts";
import { restRuleFiles } from "./rules/rest/all.ts";
import { restRules } from "./rules/rest/rules.ts";
import { rpcRuleFiles } from "./rules/rpc/all.ts";
import { rpcRules } from "./rules/rpc/rules.ts";
import { topologyRuleFiles } from "./rules/topology/all.ts";
import { topologyRules } from "./rules/topology/rules.ts";

/** A folder of rules of our own. */
export interface LintGroup {
  /** First part of the ids of its rules. */
  readonly name: string;
  /** Its table: title, level, why and fix by id. */
  readonly rules: LintRules;
  /** Checks that may find mistakes of several rules; each is run on every side. */
  readonly checks: readonly LintCheck[];
  /** Checks of one rule each, of one document each: where the rule does not count, they do not run. */
  readonly single?: readonly SingleCheck[];
}

/** A check that finds mistakes of one rule in one kind of contract. */
export interface SingleCheck {
  /** The rule. */
  readonly id: string;
  /** The kind of document that it looks at. */
  readonly kind: ContractKind;
  /** Finds mistakes of this rule alone. */
  readonly check: LintCheck | LazyCheck;
}

/** Every group of rules of our own. */
export const lintGroups: readonly LintGroup[] = [
  {
    name: "rest",
    rules: restRules,
    checks: [],
    single: restRuleFiles.map(({ id, check }) => ({ id, kind: "openapi", check })),
  },
  { name: "messages", rules: messageRules, checks: messageChecks },
  { name: "entities", rules: entityRules, checks: [], single: entityRuleFiles },
  { name: "rpc", rules: rpcRules, checks: [], single: rpcRuleFiles },
  { name: "topology", rules: topologyRules, checks: [], single: topologyRuleFiles },
];

/** The rule of our own with this id; null: there is none. */
export function lintRule(id: string) {
  for (const { rules } of lintGroups) {
    const rule = Object.hasOwn(rules, id) ? rules[id] : undefined;
    if (rule !== undefined) return rule;
  }
  return null;
}
