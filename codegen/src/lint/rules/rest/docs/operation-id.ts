import { operationRule } from "../view/define.ts";

/** Generated code is called by this name. */
export const operationId = operationRule(
  "rest/operation-id",
  {
    title: "An operation without `operationId`",
    level: "error",
    elsewhere: "warn",
    why: "Generators make names from the path instead, and those change when the path does.",
    fix: "Add `operationId`: a verb and what it acts on, such as `listProjects`.",
  },
  ({ id, label }) =>
    id === null || id.trim() === "" ? { message: `\`${label}\` has no \`operationId\`.` } : null,
);
