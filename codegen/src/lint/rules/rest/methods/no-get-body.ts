import { child } from "../../../../load/reference.ts";
import { operationRule } from "../view/define.ts";

/** A body of GET or HEAD has no meaning and does not arrive everywhere. */
export const noGetBody = operationRule(
  "rest/no-get-body",
  {
    title: "GET or HEAD with a body",
    level: "error",
    why: "HTTP gives the body of GET and HEAD no meaning: browsers cannot send it, proxies and caches drop it.",
    fix: "Use query parameters, or POST to a controller such as `/tools/search`.",
  },
  ({ method, label, body, node }) =>
    body !== null && (method === "get" || method === "head")
      ? {
          message: `\`${label}\` has a request body, which does not arrive everywhere.`,
          at: child(node, "requestBody"),
        }
      : null,
);
