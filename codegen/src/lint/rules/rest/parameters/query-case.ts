import { child } from "../../../../load/reference.ts";
import { parameterRule } from "../view/define.ts";
import { isSnake, snakeCase } from "../view/words.ts";

/** Query parameters are named like properties. */
export const queryCase = parameterRule(
  "rest/query-case",
  {
    title: "A query parameter that is not in snake_case",
    level: "warn",
    why: "Clients filter by properties such as `project_id`; another spelling makes two names of one thing.",
    fix: "Name the parameter in snake_case, and accept the old name as long as clients send it.",
    profile: "platform",
  },
  ({ parameter }) =>
    parameter.in !== "query" || isSnake(parameter.name)
      ? null
      : {
          message: `The query parameter \`${parameter.name}\` is not in snake_case.`,
          at: child(parameter.node, "name"),
          part: "value",
          hint: `write \`${snakeCase(parameter.name)}\``,
        },
);
