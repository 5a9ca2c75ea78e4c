import { pathRule } from "../view/define.ts";
import { segmentsOfPath } from "../view/resource.ts";
import { crudVerbOf } from "../view/words.ts";

/** What the method says is not said again in the path. */
export const noCrudVerbs = pathRule(
  "rest/no-crud-verbs",
  {
    title: "A path that says what the method says",
    level: "warn",
    why: "`GET /getProjects` and `POST /projects/create` say twice what is done, and each action becomes a resource of its own that caches and permissions do not relate to the others.",
    fix: "Name the resource with a noun and let the method say what is done.",
  },
  ({ path }) =>
    segmentsOfPath(path).flatMap(({ text, parameter }) => {
      const verb = parameter === null ? crudVerbOf(text) : null;
      return verb === null
        ? []
        : [
            {
              message: `\`${text}\` of \`${path}\` begins with the verb \`${verb}\`, which the method says already.`,
              detail: text,
            },
          ];
    }),
);
