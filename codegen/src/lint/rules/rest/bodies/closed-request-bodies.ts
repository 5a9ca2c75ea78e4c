import { keyword, shapeOf } from "../../view/object-shape.ts";
import { isJson } from "../view/api.ts";
import { contentRule } from "../view/define.ts";

/** A misspelt member is refused. */
export const closedRequestBodies = contentRule(
  "rest/closed-request-bodies",
  {
    title: "A request that takes members nobody reads",
    level: "warn",
    why: "A misspelt member is left out in silence: the caller believes that `max_agent: 3` counts. Old clients that send more than is read cannot be told either.",
    fix: "Add `additionalProperties: false` (or `unevaluatedProperties: false` beside `allOf`) before the first release; `additionalProperties: true` says that more is meant.",
    profile: "platform",
  },
  ({ content: { mediaType, schema }, step }, { tree }) => {
    if (step !== "request" || schema === null || !isJson(mediaType)) return null;
    const shape = shapeOf(tree, schema);
    const says = ["additionalProperties", "unevaluatedProperties", "patternProperties"].some(
      (key) => keyword(shape, key) !== undefined,
    );
    return !shape.types.has("object") || says
      ? null
      : { message: "The request body takes members that it does not name.", at: schema };
  },
);
