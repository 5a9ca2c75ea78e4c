import { child } from "../../../../load/reference.ts";
import { successes } from "../view/api.ts";
import { operationRule } from "../view/define.ts";
import { resourceKind } from "../view/resource.ts";

/** Adding to a collection creates, now (201) or later (202). */
export const createdByPost = operationRule(
  "rest/created-by-post",
  {
    title: "A creation that does not answer 201",
    level: "warn",
    elsewhere: "info",
    why: "A client that gets 200 cannot tell whether something new exists, nor where it is.",
    fix: "Answer 201 with `Location`, or 202 where the work is done later.",
  },
  (operation, api) => {
    const { method, path, label, node } = operation;
    if (method !== "post" || resourceKind(api, path) !== "collection") return null;
    const codes = successes(operation).map(({ status }) => status);
    if (codes.length === 0 || codes.some((code) => /^(201|202|207|2XX)$/i.test(code))) return null;
    return {
      message: `\`${label}\` adds to a collection, but answers ${codes.map((code) => `\`${code}\``).join(", ")} instead of \`201\`.`,
      at: child(node, "responses"),
    };
  },
);
