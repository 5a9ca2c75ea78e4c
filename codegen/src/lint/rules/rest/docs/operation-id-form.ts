import { child } from "../../../../load/reference.ts";
import { operationRule } from "../view/define.ts";
import { beginsWithVerb } from "../view/words.ts";

/** A name of a function: a verb and a noun. */
export const operationIdForm = operationRule(
  "rest/operation-id-form",
  {
    title: "An `operationId` that is no verb with a noun",
    level: "warn",
    why: "The name becomes a function of clients and handlers; `createProject` reads as what it does.",
    fix: "Write a verb and a noun in camelCase.",
    profile: "platform",
  },
  ({ id, node }) => {
    if (id === null || id === "") return null;
    const isCamel = /^[a-z][a-zA-Z0-9]*$/.test(id);
    if (isCamel && beginsWithVerb(id)) return null;
    return {
      message: isCamel ? `\`${id}\` does not begin with a verb.` : `\`${id}\` is not in camelCase.`,
      at: child(node, "operationId"),
      part: "value",
      hint: "write a verb and a noun, such as `listProjects`",
    };
  },
);
