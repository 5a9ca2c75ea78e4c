import { successes } from "../view/api.ts";
import { operationRule } from "../view/define.ts";
import { bodyShapes } from "../view/envelope.ts";

/** The caller may ask for parts of the answer. */
export const fieldsParameter = operationRule(
  "rest/fields-parameter",
  {
    title: "An answer that is all or nothing",
    level: "warn",
    why: "The specification has partial responses; without `fields` every client pays for members it does not read.",
    fix: "Add the query parameter `fields`.",
    profile: "platform",
  },
  (operation, api) => {
    const returns = successes(operation).some((response) => bodyShapes(api, response).length > 0);
    if (operation.method !== "get" || !returns) return null;
    return operation.parameters.some(
      (parameter) => parameter.in === "query" && parameter.name === "fields",
    )
      ? null
      : { message: `\`${operation.label}\` has no query parameter \`fields\`.` };
  },
);
