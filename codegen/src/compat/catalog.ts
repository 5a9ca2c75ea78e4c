import type { Rule, Rules } from "../findings/rule.ts";
import { asyncapiRules } from "./asyncapi/rules.ts";
import { graphqlRule } from "./graphql/rules.ts";
import { openapiRules } from "./openapi/rules.ts";
import { bufRule } from "./proto/buf-rules.ts";
import { protoRules } from "./proto/rules.ts";
import { schemaRules } from "./schema/rules.ts";
import { workspaceRules } from "./workspace/rules.ts";

/** All rules of our own that `breaking` has, by id. */
export const breakingRules: ReadonlyMap<string, Rule> = new Map(
  (
    [openapiRules, asyncapiRules, protoRules, schemaRules, workspaceRules] as readonly Rules[]
  ).flatMap((table) => Object.entries(table)),
);

/** The rule of `breaking` with an id, also those of buf and GraphQL; null: there is none. */
export function breakingRule(id: string): Rule | null {
  return breakingRules.get(id) ?? bufRule(id) ?? graphqlRule(id);
}
