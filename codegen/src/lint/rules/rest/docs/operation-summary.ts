import { textOf } from "../view/api.ts";
import { operationRule } from "../view/define.ts";

/** A line for lists. */
export const operationSummary = operationRule(
  "rest/operation-summary",
  {
    title: "An operation without summary",
    level: "warn",
    elsewhere: "info",
    why: "Documentation lists operations by their summary; without it, people see a method and a path.",
    fix: "Add `summary`: a few words that begin with a verb.",
  },
  ({ node, label }) =>
    textOf(node, "summary")?.trim() ? null : { message: `\`${label}\` has no summary.` },
);
