import { textOf } from "../view/api.ts";
import { operationRule } from "../view/define.ts";

/** What a body is. */
export const requestBodyDescription = operationRule(
  "rest/request-body-description",
  {
    title: "A request body without description",
    level: "info",
    why: "People see members, but not what they make up together.",
    fix: "Add `description` to the request body.",
    profile: "platform",
  },
  ({ body, label }) =>
    body === null || textOf(body, "description")?.trim()
      ? null
      : { message: `The body of \`${label}\` has no description.`, at: body, path: ["request"] },
);
