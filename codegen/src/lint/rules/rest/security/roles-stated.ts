import { operationRule } from "../view/define.ts";
import { rolesOf } from "../view/security.ts";

/** Every operation says who may call it. */
export const rolesStated = operationRule(
  "rest/roles-stated",
  {
    title: "An operation without roles",
    level: "error",
    why: "Access is decided by role; an operation that names none is open to every role, by accident as likely as not.",
    fix: "Add `x-berrys-roles`; an empty list opens it to anyone on purpose.",
    profile: "platform",
  },
  (operation) =>
    rolesOf(operation) === null
      ? { message: `\`${operation.label}\` does not say which roles may call it.` }
      : null,
);
