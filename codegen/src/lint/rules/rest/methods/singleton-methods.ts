import { operationRule } from "../view/define.ts";
import { resourceKind } from "../view/resource.ts";

/** A singleton is there once, so nothing is added to it. */
export const singletonMethods = operationRule(
  "rest/singleton-methods",
  {
    title: "POST to a singleton",
    level: "warn",
    why: "There is one of it; POST would create a second one.",
    fix: "Use PUT or PATCH to change it, or name a controller with a verb.",
    profile: "platform",
  },
  ({ method, path, label }, api) =>
    method === "post" && resourceKind(api, path) === "singleton"
      ? {
          message: `\`${label}\` posts to a singleton; a singleton allows GET, PUT, PATCH and DELETE.`,
        }
      : null,
);
