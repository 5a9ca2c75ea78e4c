import { behaviourRules } from "./rules/behaviour.ts";
import { callbackRules } from "./rules/callbacks.ts";
import { documentRules } from "./rules/document.ts";
import { lifecycleRules } from "./rules/lifecycle.ts";
import { linkRules } from "./rules/links.ts";
import { operationRules } from "./rules/operations.ts";
import { parameterRules } from "./rules/parameters.ts";
import { requestBodyRules } from "./rules/request-bodies.ts";
import { responseHeaderRules } from "./rules/response-headers.ts";
import { responseRules } from "./rules/responses.ts";
import { securityRules } from "./rules/security.ts";
import { securitySchemeRules } from "./rules/security-schemes.ts";
import { serverRules } from "./rules/servers.ts";

/** OpenAPI's own rules; those of schemas come from `compat/schema/rules.ts`. */
export const openapiRules = {
  ...operationRules,
  ...lifecycleRules,
  ...parameterRules,
  ...requestBodyRules,
  ...responseRules,
  ...responseHeaderRules,
  ...linkRules,
  ...callbackRules,
  ...securityRules,
  ...securitySchemeRules,
  ...serverRules,
  ...behaviourRules,
  ...documentRules,
} as const;

/** Id of a rule of OpenAPI's own. */
export type OpenapiRule = keyof typeof openapiRules;
