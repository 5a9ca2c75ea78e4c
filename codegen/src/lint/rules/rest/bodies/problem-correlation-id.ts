import { shapeOf } from "../../view/object-shape.ts";
import { declaredResponseRule } from "../view/define.ts";

/** A problem can be found in the logs. */
export const problemCorrelationId = declaredResponseRule(
  "rest/problem-correlation-id",
  {
    title: "A problem without `correlation_id`",
    level: "error",
    why: "People who report a refusal quote its correlation id; without one nobody finds it in the logs.",
    fix: "Give the problem the required member `correlation_id`.",
    profile: "platform",
  },
  ({ response: { status, contents } }, { tree }) =>
    contents
      .filter(({ mediaType, schema }) => /problem\+json/.test(mediaType) && schema !== null)
      .flatMap(({ schema }) => {
        const { properties, required } = shapeOf(tree, schema);
        return properties.has("correlation_id") && required.has("correlation_id")
          ? []
          : [
              {
                message: `The problem of the response ${status} has no required \`correlation_id\`.`,
                at: schema ?? undefined,
              },
            ];
      }),
);
