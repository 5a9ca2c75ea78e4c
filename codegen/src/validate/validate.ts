import { hasErrors } from "../diagnostics/create.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Loaded } from "../load/load.ts";
import { member } from "../load/pointer.ts";
import type { Built } from "../model/build.ts";
import { asyncApiGrammar } from "./grammar/asyncapi.ts";
import { openApiGrammar } from "./grammar/openapi.ts";
import { checkFragment, type Walked, walk } from "./grammar/walk.ts";
import type { Rule, RuleInput } from "./rule.ts";
import { batches } from "./rules/batches.ts";
import { allowedCalls } from "./rules/calls.ts";
import { circularSchemas } from "./rules/circular-schemas.ts";
import { duplicateIds } from "./rules/duplicate-ids.ts";
import { envelopes } from "./rules/envelopes.ts";
import { examples } from "./rules/examples.ts";
import { commandFlow, eventFlow } from "./rules/message-flow.ts";
import { messageKeys } from "./rules/message-keys.ts";
import { messageVersions } from "./rules/message-versions.ts";
import { pathParameters } from "./rules/path-parameters.ts";
import { restConventions } from "./rules/rest-conventions.ts";
import { sensitiveKeys } from "./rules/sensitive-keys.ts";
import { unsupportedKeywords } from "./rules/unsupported-keywords.ts";

const rules: readonly Rule[] = [
  duplicateIds,
  allowedCalls,
  eventFlow,
  commandFlow,
  batches,
  envelopes,
  messageKeys,
  sensitiveKeys,
  messageVersions,
  pathParameters,
  restConventions,
  circularSchemas,
];

/** Rules that compile schemas, so they run only where the schemas are sound. */
const schemaRules: readonly Rule[] = [unsupportedKeywords, examples];

/** Checks the documents against their specifications, then runs every rule. */
export async function validate(loaded: Loaded, built: Built): Promise<readonly Diagnostic[]> {
  const services = built.model.services.map(({ id }) => id);
  const options = { sources: loaded.sources, resolver: loaded.resolver, services };
  const { asyncapi, openapi } = built.roots;
  const nothing: Walked = { diagnostics: [], nodes: new Map(), isForeign: true };
  const messages =
    asyncapi === null ? nothing : walk(asyncapi, { ...options, grammar: asyncApiGrammar });
  const version = String(member(openapi?.value, "openapi"));
  const rest =
    openapi === null ? nothing : walk(openapi, { ...options, grammar: openApiGrammar(version) });
  const fragments = [...loaded.scans.keys()].flatMap((file) => {
    if (file === asyncapi?.file || file === openapi?.file) return [];
    return checkFragment(
      { file, pointer: "", value: loaded.sources.document(file)?.value },
      options,
    );
  });
  const input: RuleInput = { loaded, built, documents: { asyncapi: messages, openapi: rest } };
  const found: Diagnostic[] = [...messages.diagnostics, ...rest.diagnostics, ...fragments];
  for (const rule of rules) found.push(...(await rule(input)));
  if (hasErrors(found) || hasErrors(loaded.diagnostics)) return found;
  for (const rule of schemaRules) found.push(...(await rule(input)));
  return found;
}
