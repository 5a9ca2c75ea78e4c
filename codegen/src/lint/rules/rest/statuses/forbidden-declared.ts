import { child } from "../../../../load/reference.ts";
import { operationRule } from "../view/define.ts";
import { rolesOf } from "../view/security.ts";
import { declares } from "../view/statuses.ts";

/** A caller may lack the role. */
export const forbiddenDeclared = operationRule(
  "rest/forbidden-declared",
  {
    title: "An operation limited to roles, but without 403",
    level: "warn",
    why: "A caller without the role gets 403, which is no reason to sign in again; clients need to tell it from 401.",
    fix: "Declare the response 403.",
    profile: "platform",
  },
  (operation) => {
    const roles = rolesOf(operation)?.value;
    if (!Array.isArray(roles) || roles.length === 0 || declares(operation, "403")) return null;
    return {
      message: `\`${operation.label}\` is limited to roles, but declares no 403.`,
      at: child(operation.node, "responses"),
    };
  },
);
