import { operationRule } from "../view/define.ts";
import { needsCredentials, rolesOf, securityOf } from "../view/security.ts";

/** Roles need to know who calls. */
export const rolesAgreeWithSecurity = operationRule(
  "rest/roles-agree-with-security",
  {
    title: "Roles that nobody can prove",
    level: "error",
    why: "Without credentials nobody has a role, so every call is refused; or the check is left out and everybody gets in.",
    fix: "Remove `security: []`, or write `x-berrys-roles: []` where the operation is open.",
    profile: "platform",
  },
  (operation, api) => {
    const roles = rolesOf(operation);
    const isLimited = Array.isArray(roles?.value) && roles.value.length > 0;
    if (roles === null || !isLimited || securityOf(api, operation) === null) return null;
    return needsCredentials(api, operation)
      ? null
      : {
          message: `\`${operation.label}\` is limited to roles, but can be called without credentials.`,
          at: roles,
        };
  },
);
