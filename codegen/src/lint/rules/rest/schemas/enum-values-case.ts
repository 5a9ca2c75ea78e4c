import { child, children } from "../../../../load/reference.ts";
import { schemaRule } from "../view/define.ts";
import { snakeCase } from "../view/words.ts";

/** Values of enums are written like names. */
export const enumValuesCase = schemaRule(
  "rest/enum-values-case",
  {
    title: "An enum value that is not in snake_case",
    level: "warn",
    why: "States and kinds are written as `plan_review` in events, REST and the database; another spelling needs a translation.",
    fix: "Write the value in snake_case.",
    profile: "platform",
  },
  ({ node }) =>
    children(child(node, "enum")).flatMap(([, at]) => {
      const { value } = at;
      // Event types and service ids are names of their own; a minus in an order means descending.
      if (typeof value !== "string" || /^-?[a-z0-9]+([_.-][a-z0-9]+)*$/.test(value) || value === "")
        return [];
      return [
        {
          message: `The value \`${value}\` is not in snake_case.`,
          at,
          detail: value,
          hint: `write \`${snakeCase(value)}\``,
        },
      ];
    }),
);
