import { pathRule } from "../view/define.ts";
import { segmentsOfPath } from "../view/resource.ts";
import { crudVerbOf, isVerb } from "../view/words.ts";

/** A verb acts on what stands before it. */
export const controllersComeLast = pathRule(
  "rest/controllers-come-last",
  {
    title: "A verb with something behind it",
    level: "warn",
    why: "`/projects/{id}/cancel` acts on a project; `/cancel/{id}` does not say what is cancelled, and nothing else about it can stand beside it.",
    fix: "Put the verb at the end, behind the resource it acts on.",
  },
  ({ path }) =>
    segmentsOfPath(path)
      .slice(0, -1)
      .filter(
        ({ text, parameter }) => parameter === null && isVerb(text) && crudVerbOf(text) === null,
      )
      .map(({ text }) => ({
        message: `The verb \`${text}\` of \`${path}\` is not at its end.`,
        detail: text,
      })),
);
