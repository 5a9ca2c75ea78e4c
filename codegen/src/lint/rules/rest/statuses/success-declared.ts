import { child } from "../../../../load/reference.ts";
import { operationRule } from "../view/define.ts";

/** An operation says what happens when it succeeds. */
export const successDeclared = operationRule(
  "rest/success-declared",
  {
    title: "An operation without a response for success",
    level: "warn",
    why: "Generated clients have nothing to return and treat every answer as an error.",
    fix: "Declare the 2xx (or 3xx) response.",
  },
  ({ responses, label, node }) =>
    responses.some(({ status }) => /^[123]/.test(status) || status === "default")
      ? null
      : { message: `\`${label}\` declares no response for success.`, at: child(node, "responses") },
);
