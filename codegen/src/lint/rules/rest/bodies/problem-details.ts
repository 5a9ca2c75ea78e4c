import { child } from "../../../../load/reference.ts";
import { shapeOf } from "../../view/object-shape.ts";
import { declaredResponseRule } from "../view/define.ts";

/** A refusal says why, in the form of RFC 9457. */
export const problemDetails = declaredResponseRule(
  "rest/problem-details",
  {
    title: "A refusal that is no problem document",
    level: "error",
    elsewhere: "info",
    why: "Clients read `type`, `title`, `status` and `detail` of `application/problem+json` (RFC 9457) to tell people what went wrong; any other form needs code of its own.",
    fix: "Give the response the media type `application/problem+json` and those members.",
  },
  ({ response: { status, contents, node } }, { tree }) => {
    if (!/^([45]|default)/.test(status)) return null;
    const problem = contents.find(({ mediaType }) =>
      /^application\/problem\+json/i.test(mediaType),
    );
    if (problem === undefined)
      return {
        message: `The response ${status} has no \`application/problem+json\`.`,
        at: contents.length > 0 ? child(node, "content") : node,
      };
    const { properties } = shapeOf(tree, problem.schema);
    const missing = ["type", "title", "status"].filter((name) => !properties.has(name));
    return problem.schema === null || missing.length === 0
      ? null
      : {
          message: `The problem of the response ${status} has no ${missing.map((name) => `\`${name}\``).join(", ")}.`,
          at: problem.schema,
        };
  },
);
