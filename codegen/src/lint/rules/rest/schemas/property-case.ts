import { propertyRule } from "../view/define.ts";
import { isSnake, snakeCase } from "../view/words.ts";

/** Members of bodies are written in snake_case. */
export const propertyCase = propertyRule(
  "rest/property-case",
  {
    title: "A property that is not in snake_case",
    level: "error",
    why: "Every contract of the platform writes members as `project_id`; another spelling makes two names of one thing.",
    fix: "Name the property in snake_case.",
    profile: "platform",
  },
  ({ name }) =>
    isSnake(name) || name.startsWith("x-")
      ? null
      : {
          message: `The property \`${name}\` is not in snake_case.`,
          hint: `write \`${snakeCase(name)}\``,
        },
);
