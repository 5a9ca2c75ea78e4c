import type { Located } from "../../../../load/reference.ts";
import { shapeOf } from "../../view/object-shape.ts";
import { successes } from "../view/api.ts";
import { operationRule } from "../view/define.ts";
import { bodyShapes } from "../view/envelope.ts";

/** A page says where the next one begins. */
export const paginationMeta = operationRule(
  "rest/pagination-meta",
  {
    title: "A page without `next_cursor`",
    level: "error",
    why: "Clients follow `meta.page.next_cursor` until it is null; without it they cannot know that there is more.",
    fix: "Compose the schema from the envelope of pages, whose `meta.page` has `next_cursor`.",
    profile: "platform",
  },
  (operation, api) => {
    const pages =
      operation.method === "get" && operation.parameters.some(({ name }) => name === "cursor");
    return pages
      ? successes(operation).flatMap((response) =>
          bodyShapes(api, response).flatMap(({ schema, shape }) => {
            const part = (at: Located | undefined, name: string) =>
              at === undefined ? undefined : shapeOf(api.tree, at).properties.get(name);
            const next = part(part(shape.properties.get("meta"), "page"), "next_cursor");
            return next !== undefined
              ? []
              : [
                  {
                    message: `The page of \`${operation.label}\` has no \`meta.page.next_cursor\`.`,
                    at: schema,
                    path: [response.status],
                  },
                ];
          }),
        )
      : null;
  },
);
