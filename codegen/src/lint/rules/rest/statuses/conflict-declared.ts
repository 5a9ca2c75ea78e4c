import { child } from "../../../../load/reference.ts";
import { operationRule } from "../view/define.ts";
import { resourceKind } from "../view/resource.ts";
import { declares } from "../view/statuses.ts";

/** A transition that the state does not allow is refused. */
export const conflictDeclared = operationRule(
  "rest/conflict-declared",
  {
    title: "A controller that fits every state",
    level: "warn",
    why: "A controller moves something from one state to another; from a state that does not allow it the answer is 409, which is not the caller's mistake.",
    fix: "Declare the response 409.",
    profile: "platform",
  },
  (operation, api) => {
    const { path, method, label, node, responses } = operation;
    const isTransition =
      method === "post" && path.includes("{") && resourceKind(api, path) === "controller";
    if (!isTransition || responses.length === 0 || declares(operation, "409")) return null;
    return {
      message: `\`${label}\` changes a state, but declares no 409.`,
      at: child(node, "responses"),
    };
  },
);
