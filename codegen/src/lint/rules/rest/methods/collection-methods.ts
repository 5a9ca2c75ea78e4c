import { operationRule } from "../view/define.ts";
import { resourceKind } from "../view/resource.ts";

const allowed: ReadonlySet<string> = new Set(["get", "post", "head", "options"]);

/** A collection is listed and added to. */
export const collectionMethods = operationRule(
  "rest/collection-methods",
  {
    title: "A method that does not fit a collection",
    level: "warn",
    why: "PUT, PATCH and DELETE on a collection replace, change or remove everything in it; a client that leaves the id out does so by accident.",
    fix: "Use GET and POST on the collection and the other methods on its items.",
    profile: "platform",
  },
  ({ method, path, label }, api) =>
    resourceKind(api, path) === "collection" && !allowed.has(method)
      ? { message: `\`${label}\` acts on the whole collection; a collection allows GET and POST.` }
      : null,
);
