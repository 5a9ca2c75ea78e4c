import { operationRule } from "../view/define.ts";
import { resourceKind } from "../view/resource.ts";

/** An item is read, replaced, changed and deleted; adding happens in its collection. */
export const itemMethods = operationRule(
  "rest/item-methods",
  {
    title: "POST to an item",
    level: "warn",
    why: "POST creates in a collection or runs a controller; what it does to an item nobody can tell.",
    fix: "POST to the collection, use PUT or PATCH, or add a controller such as `/cancel`.",
    profile: "platform",
  },
  ({ method, path, label }, api) =>
    method === "post" && resourceKind(api, path) === "item"
      ? { message: `\`${label}\` posts to an item; an item allows GET, PUT, PATCH and DELETE.` }
      : null,
);
