import { child } from "../../../../load/reference.ts";
import { operationRule } from "../view/define.ts";
import { needsCredentials } from "../view/security.ts";
import { declares } from "../view/statuses.ts";

/** Credentials may be missing or wrong. */
export const unauthorizedDeclared = operationRule(
  "rest/unauthorized-declared",
  {
    title: "An operation that needs credentials, but without 401",
    level: "warn",
    elsewhere: "info",
    why: "A client whose token has expired gets 401 and needs to know that it may sign in again.",
    fix: "Declare the response 401.",
  },
  (operation, api) =>
    !needsCredentials(api, operation) ||
    operation.responses.length === 0 ||
    declares(operation, "401")
      ? null
      : {
          message: `\`${operation.label}\` needs credentials, but declares no 401.`,
          at: child(operation.node, "responses"),
        },
);
