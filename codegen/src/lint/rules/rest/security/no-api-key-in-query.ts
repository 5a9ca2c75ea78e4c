import { child } from "../../../../load/reference.ts";
import { derefChildren, textOf } from "../view/api.ts";
import { documentRule } from "../view/define.ts";

/** Keys stay out of addresses. */
export const noApiKeyInQuery = documentRule(
  "rest/no-api-key-in-query",
  {
    title: "An API key in the address",
    level: "warn",
    why: "Addresses stand in logs, histories and `Referer` headers, so the key is known to many.",
    fix: "Send the key in a header, such as `X-API-Key`.",
  },
  (root, { tree }) =>
    derefChildren(tree, child(child(root, "components"), "securitySchemes"))
      .filter(([, node]) => textOf(node, "type") === "apiKey" && textOf(node, "in") === "query")
      .map(([name, node]) => ({
        message: `The security scheme \`${name}\` sends its key in the address.`,
        at: child(node, "in"),
        part: "value" as const,
        path: ["securitySchemes", name],
        hint: "write `in: header`",
      })),
);
