import { pathRule } from "../view/define.ts";
import { segmentsOfPath } from "../view/resource.ts";
import { isSnake, snakeCase } from "../view/words.ts";

/** Placeholders are named like properties. */
export const pathParameterCase = pathRule(
  "rest/path-parameter-case",
  {
    title: "A path parameter that is not in snake_case",
    level: "warn",
    why: "Path parameters carry the value of a property such as `project_id`; another spelling makes two names of one thing.",
    fix: "Name the parameter like the property. The name never reaches the wire, so clients do not notice.",
    profile: "platform",
  },
  ({ path }) =>
    segmentsOfPath(path).flatMap(({ parameter }) =>
      parameter === null || isSnake(parameter)
        ? []
        : [
            {
              message: `The parameter \`{${parameter}}\` of \`${path}\` is not in snake_case.`,
              hint: `write \`{${snakeCase(parameter)}}\``,
              detail: parameter,
            },
          ],
    ),
);
