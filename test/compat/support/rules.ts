import { existsSync } from "node:fs";
import { join } from "node:path";
import { ruleOf } from "@berrys/codegen/findings/catalog";
import type { Rule, Rules } from "@berrys/codegen/findings/rule";

const compat = join(import.meta.dirname, "../../../codegen/src/compat");

/** The tables of the comparers, by group. */
export const tables: Readonly<Record<string, Rules>> = {
  schema: await table("schema/rules.ts", "schemaRules"),
  openapi: await table("openapi/rules.ts", "openapiRules"),
  asyncapi: await table("asyncapi/rules.ts", "asyncapiRules"),
  proto: await table("proto/rules.ts", "protoRules"),
  graphql: await table("graphql/rules.ts", "graphqlRules"),
};

async function table(module: string, name: string): Promise<Rules> {
  const path = join(compat, module);
  if (!existsSync(path)) return {};
  return ((await import(path)) as Record<string, Rules>)[name] ?? {};
}

const ours: Rules = Object.assign({}, ...Object.values(tables));

/** Ids of all rules that need cases. */
export const ruleIds: readonly string[] = Object.keys(ours);

/** The rule with an id, of ours or of an engine. */
export function knownRule(id: string): Rule | null {
  return ours[id] ?? ruleOf(id);
}
