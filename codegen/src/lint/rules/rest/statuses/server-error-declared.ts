import { child } from "../../../../load/reference.ts";
import type { DefinedRule } from "../../../define-rule.ts";
import { defaultHolds } from "../../view/default-holds.ts";
import { restApi } from "../view/api.ts";
import { operationRule } from "../view/define.ts";
import { declares } from "../view/statuses.ts";

/** The specification's two failures of a server. */
const failures = ["500", "503"];

const { id, rule, check } = operationRule(
  "rest/server-error-declared",
  {
    title: "An operation without 500 and 503",
    level: "warn",
    why: "500 says that a bug was met and 503 that a retry may help; clients that know both retry only where it helps. Where no operation declares either, one note says so.",
    fix: "Declare the responses 500 and 503.",
    profile: "platform",
  },
  (operation) => {
    const missing = failures.filter((status) => !declares(operation, status));
    return missing.length === 0
      ? null
      : {
          message: `\`${operation.label}\` declares ${missing.length === 1 ? "no" : "neither"} ${missing.join(" nor ")}.`,
          at: child(operation.node, "responses"),
        };
  },
);

/** A server may fail or be away. */
export const serverErrorDeclared: DefinedRule = {
  id,
  rule,
  check: async (side) => {
    const isStated =
      restApi(side)?.operations.some((operation) =>
        failures.some((status) => declares(operation, status)),
      ) ?? false;
    return defaultHolds(await check(side), isStated, "No operation declares 500 or 503.");
  },
};
