import { child } from "../../../../load/reference.ts";
import { operationRule } from "../view/define.ts";
import { declares } from "../view/statuses.ts";

/** What is sent may be wrong. */
export const badRequestDeclared = operationRule(
  "rest/bad-request-declared",
  {
    title: "A request with a body, but without 400 or 422",
    level: "warn",
    elsewhere: "info",
    why: "A body can break the contract; clients need to know what the refusal looks like to show which field is wrong.",
    fix: "Declare the response 400 or 422.",
  },
  (operation) => {
    const { body, label, node, responses } = operation;
    if (body === null || responses.length === 0) return null;
    if (declares(operation, "400") || declares(operation, "422")) return null;
    return {
      message: `\`${label}\` takes a body, but declares neither 400 nor 422.`,
      at: child(node, "responses"),
    };
  },
);
