import { successes } from "../view/api.ts";
import { operationRule } from "../view/define.ts";
import { bodyShapes, isListOf } from "../view/envelope.ts";
import { resourceKind } from "../view/resource.ts";

/** A collection comes in pages. */
export const paginationParameters = operationRule(
  "rest/pagination-parameters",
  {
    title: "A list without pages",
    level: "error",
    elsewhere: "info",
    why: "A list grows until it does not fit into one answer; adding pages then breaks every client that expects all of it.",
    fix: "Add the query parameters `limit` and `cursor`.",
  },
  (operation, api) => {
    const { method, path, label, node, parameters } = operation;
    if (method !== "get" || resourceKind(api, path) === "item") return null;
    const isList = successes(operation).some((response) =>
      bodyShapes(api, response).some((body) => isListOf(api, body, path)),
    );
    if (!isList) return null;
    const queries = parameters.filter((parameter) => parameter.in === "query");
    const has = (names: RegExp) => queries.some(({ name }) => names.test(name));
    const missing = [has(limits) ? [] : ["`limit`"], has(cursors) ? [] : ["`cursor`"]].flat();
    if (missing.length === 0) return null;
    const noun = missing.length === 1 ? "parameter" : "parameters";
    return {
      message: `\`${label}\` returns a list, but has no query ${noun} ${missing.join(" and ")}.`,
      at: node,
    };
  },
);

const limits =
  /^(limit|(page_?)?size|per_?page|top|\$top|max_?(results|items)|count|first|last|take)$/i;
const cursors =
  /^(cursor|page|(page_?)?(token|number)|offset|skip|\$skip|after|before|start(ing_?after)?|marker|continu\w*|next\w*)$/i;
