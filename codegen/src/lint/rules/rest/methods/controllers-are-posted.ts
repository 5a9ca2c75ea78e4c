import { operationRule } from "../view/define.ts";
import { resourceKind, segmentsOfPath } from "../view/resource.ts";
import { crudVerbOf } from "../view/words.ts";

/** A controller does something, so it is posted to. */
export const controllersArePosted = operationRule(
  "rest/controllers-are-posted",
  {
    title: "A verb that is not posted to",
    level: "error",
    elsewhere: "warn",
    why: "`GET /projects/{id}/cancel` changes something: caches, crawlers and link previews call it, and clients that retry do it twice.",
    fix: "Use POST, or name a resource with a noun.",
  },
  ({ method, path, label, node }, api) => {
    const last = segmentsOfPath(path).at(-1)?.text ?? "";
    if (method === "post" || method === "options" || method === "head") return null;
    if (resourceKind(api, path) !== "controller" || crudVerbOf(last) !== null) return null;
    return {
      message: `\`${label}\` is a controller (\`${last}\` is a verb), but its method is ${method.toUpperCase()}.`,
      at: node,
      hint: "use POST",
    };
  },
);
