import { child } from "../../../../load/reference.ts";
import { operationRule } from "../view/define.ts";

/** A body of DELETE has no meaning. */
export const noDeleteBody = operationRule(
  "rest/no-delete-body",
  {
    title: "DELETE with a body",
    level: "warn",
    why: "HTTP gives the body of DELETE no meaning; proxies and clients drop it.",
    fix: "Use query parameters, or POST to a controller.",
  },
  ({ method, label, body, node }) =>
    body !== null && method === "delete"
      ? {
          message: `\`${label}\` has a request body, which does not arrive everywhere.`,
          at: child(node, "requestBody"),
        }
      : null,
);
