import { operationRule } from "../view/define.ts";
import { securityOf } from "../view/security.ts";

/** Every operation says how the caller proves who it is. */
export const securityStated = operationRule(
  "rest/security-stated",
  {
    title: "An operation without a word on security",
    level: "warn",
    elsewhere: "info",
    why: "Readers and generated clients take it for open to everybody, which may be an oversight.",
    fix: "Add `security` to the document or the operation; `security: []` says that it is open.",
  },
  (operation, api) =>
    securityOf(api, operation) === null
      ? { message: `\`${operation.label}\` says nothing about security.` }
      : null,
);
