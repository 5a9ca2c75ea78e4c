import { member } from "../../../../load/pointer.ts";
import { operationRule } from "../view/define.ts";
import { resourceKind } from "../view/resource.ts";

const methods: ReadonlySet<string> = new Set(["put", "patch"]);

/** `required` is false unless it is written. */
export const bodyRequired = operationRule(
  "rest/body-required",
  {
    title: "A body that may be left out",
    level: "warn",
    elsewhere: "info",
    why: "`required` is false by default, so generated clients allow a call without the body that PUT, PATCH and creation need.",
    fix: "Add `required: true` to the request body, or `required: false` where a missing body is meant.",
  },
  ({ method, path, label, body }, api) => {
    const needsBody =
      methods.has(method) || (method === "post" && resourceKind(api, path) === "collection");
    if (body === null || !needsBody || member(body.value, "required") !== undefined) return null;
    return {
      message: `The body of \`${label}\` does not say that it is required.`,
      at: body,
      path: ["request"],
    };
  },
);
