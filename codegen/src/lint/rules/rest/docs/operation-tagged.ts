import { child, children } from "../../../../load/reference.ts";
import { operationRule } from "../view/define.ts";

/** Documentation and generated code are grouped by tags. */
export const operationTagged = operationRule(
  "rest/operation-tagged",
  {
    title: "An operation without tag",
    level: "warn",
    elsewhere: "info",
    why: "Documentation puts it under `default`, away from what belongs to it.",
    fix: "Add `tags` with the name of the resource.",
  },
  ({ node, label }) =>
    children(child(node, "tags")).length > 0 ? null : { message: `\`${label}\` has no tag.` },
);
