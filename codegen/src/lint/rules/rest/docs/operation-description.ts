import { textOf } from "../view/api.ts";
import { operationRule } from "../view/define.ts";

/** What an operation does beyond its name. */
export const operationDescription = operationRule(
  "rest/operation-description",
  {
    title: "An operation without description",
    level: "warn",
    elsewhere: "info",
    why: "People need to know what it changes, what it refuses and when; the name does not say.",
    fix: "Add `description`: one or two sentences.",
  },
  ({ node, label }) =>
    textOf(node, "description")?.trim() ? null : { message: `\`${label}\` has no description.` },
);
