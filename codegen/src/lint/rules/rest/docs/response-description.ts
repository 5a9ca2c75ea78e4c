import { textOf } from "../view/api.ts";
import { declaredResponseRule } from "../view/define.ts";

/** What an answer means. */
export const responseDescription = declaredResponseRule(
  "rest/response-description",
  {
    title: "A response without description",
    level: "warn",
    why: "OpenAPI demands it, and people do not learn when they get this answer.",
    fix: "Add `description`.",
  },
  ({ response: { status, node } }) =>
    textOf(node, "description")?.trim()
      ? null
      : { message: `The response ${status} has no description.` },
);
