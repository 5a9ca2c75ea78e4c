import { child } from "../../../../load/reference.ts";
import { operationRule } from "../view/define.ts";
import { resourceKind, segmentsOfPath } from "../view/resource.ts";
import { declares } from "../view/statuses.ts";
import { wordsOfSegment } from "../view/words.ts";

/** Verbs that move something from one state to another; `ping` or `rotate` fit every state. */
const transitions: ReadonlySet<string> = new Set(
  (
    "abort accept activate approve archive assign begin cancel close complete confirm deactivate decline deploy disable enable execute " +
    "finish halt launch open pause promote publish reactivate reject release reopen restart restore resume retry start stop submit " +
    "suspend terminate unarchive unassign unpublish withdraw"
  ).split(" "),
);

/** A transition that the state does not allow is refused. */
export const conflictDeclared = operationRule(
  "rest/conflict-declared",
  {
    title: "A controller without 409",
    level: "warn",
    why: "A controller moves something from one state to another; from a state that does not allow it the answer is 409, which is not the caller's mistake.",
    fix: "Declare the response 409.",
    profile: "platform",
  },
  (operation, api) => {
    const { path, method, label, node, responses } = operation;
    const verb = wordsOfSegment(segmentsOfPath(path).at(-1)?.text ?? "")[0] ?? "";
    const isTransition =
      method === "post" &&
      path.includes("{") &&
      resourceKind(api, path) === "controller" &&
      transitions.has(verb);
    if (!isTransition || responses.length === 0 || declares(operation, "409")) return null;
    return {
      message: `\`${label}\` changes a state, but declares no 409.`,
      at: child(node, "responses"),
    };
  },
);
