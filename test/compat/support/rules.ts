import { asyncapiRules } from "@berrys/codegen/compat/asyncapi/rules";
import { openapiRules } from "@berrys/codegen/compat/openapi/rules";
import { protoRules } from "@berrys/codegen/compat/proto/rules";
import { schemaRules } from "@berrys/codegen/compat/schema/rules";
import { ruleOf } from "@berrys/codegen/findings/catalog";
import type { Rule, Rules } from "@berrys/codegen/findings/rule";

/** Those of the comparers; GraphQL's are the engine's. */
const ours: Rules = { ...schemaRules, ...openapiRules, ...asyncapiRules, ...protoRules };

/** Ids of all rules that need cases. */
export const ruleIds: readonly string[] = Object.keys(ours);

/** The rule with an id, of ours or of an engine. */
export function knownRule(id: string): Rule | null {
  return ours[id] ?? ruleOf(id);
}
