import { shapeOf } from "../../view/object-shape.ts";
import { successes } from "../view/api.ts";
import { operationRule } from "../view/define.ts";
import { bodyShapes } from "../view/envelope.ts";
import { segmentsOfPath } from "../view/resource.ts";
import { isSingular, isVerb, singularOf } from "../view/words.ts";

/** A thing that is there once is named in the singular. */
export const singularSingletons = operationRule(
  "rest/singular-singletons",
  {
    title: "A single thing in the plural",
    level: "warn",
    why: "`/projects/{id}/statuses` promises a list; a client that reads one gets a single object.",
    fix: "Name the singleton with a singular noun, or return a list.",
  },
  (operation, api) => {
    const last = segmentsOfPath(operation.path).at(-1);
    if (operation.method !== "get" || last === undefined || last.parameter !== null) return null;
    if (isSingular(last.text) || isVerb(last.text)) return null;
    const bodies = successes(operation).flatMap((response) => bodyShapes(api, response));
    const isOne = bodies.some(({ shape }) => shape.types.has("object"));
    const hasList = bodies.some(({ shape }) =>
      [shape, ...shape.properties.values()].some((part) => {
        const inner = "types" in part ? part : shapeOf(api.tree, part);
        return inner.types.has("array") || inner.items !== null || inner.types.size === 0;
      }),
    );
    if (!isOne || hasList) return null;
    return {
      message: `\`${last.text}\` of \`${operation.path}\` is in the plural, but \`${operation.label}\` returns one object.`,
      at: operation.owner.entry,
      hint: `write \`${singularOf(last.text)}\``,
    };
  },
);
