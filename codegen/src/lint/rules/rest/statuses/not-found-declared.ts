import { child } from "../../../../load/reference.ts";
import { operationRule } from "../view/define.ts";
import { resourceKind } from "../view/resource.ts";
import { declares } from "../view/statuses.ts";

/** What an id names may be gone. */
export const notFoundDeclared = operationRule(
  "rest/not-found-declared",
  {
    title: "A path with an id, but without 404",
    level: "warn",
    elsewhere: "info",
    why: "The thing that the id names may not exist; clients that do not expect 404 take it for a failure of the server.",
    fix: "Declare the response 404 (or 410).",
  },
  (operation, api) => {
    const { path, method, label, node, responses } = operation;
    if (!path.includes("{") || responses.length === 0) return null;
    // A list of what belongs to something unknown may be empty.
    if (method === "get" && resourceKind(api, path) === "collection") return null;
    if (declares(operation, "404") || declares(operation, "410")) return null;
    return {
      message: `\`${label}\` names something by its id, but declares no 404.`,
      at: child(node, "responses"),
    };
  },
);
