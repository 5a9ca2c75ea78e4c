import { operationRule } from "../view/define.ts";

/** What replaces or changes something says with what. */
export const bodyOnPutAndPatch = operationRule(
  "rest/body-on-put-and-patch",
  {
    title: "PUT or PATCH without a body",
    level: "warn",
    why: "PUT replaces a resource by its body and PATCH changes it as its body says; without one, generated clients send nothing.",
    fix: "Describe the request body, or use POST to a controller.",
  },
  ({ method, label, body }) =>
    body === null && (method === "put" || method === "patch")
      ? { message: `\`${label}\` has no request body.` }
      : null,
);
