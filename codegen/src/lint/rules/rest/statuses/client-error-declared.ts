import { child } from "../../../../load/reference.ts";
import { operationRule } from "../view/define.ts";

/** An operation says how it refuses. */
export const clientErrorDeclared = operationRule(
  "rest/client-error-declared",
  {
    title: "An operation without a 4xx response",
    level: "warn",
    elsewhere: "info",
    why: "Every operation refuses some request; clients that are not told how cannot show why.",
    fix: "Declare its 4xx responses.",
  },
  ({ responses, label, node }) =>
    responses.length === 0 ||
    responses.some(({ status }) => /^4/.test(status) || status === "default")
      ? null
      : { message: `\`${label}\` declares no 4xx response.`, at: child(node, "responses") },
);
