import type { DefinedRule } from "../../../define-rule.ts";
import { defaultHolds } from "../../view/default-holds.ts";
import { restApi, successes } from "../view/api.ts";
import { operationRule } from "../view/define.ts";
import { bodyShapes } from "../view/envelope.ts";

const { id, rule, check } = operationRule(
  "rest/fields-parameter",
  {
    title: "A read without the parameter `fields`",
    level: "warn",
    why: "The specification has partial responses; without `fields` every client pays for members it does not read. Where no operation has it, one note says so.",
    fix: "Add the query parameter `fields`.",
    profile: "platform",
  },
  (operation, api) => {
    const returns = successes(operation).some((response) => bodyShapes(api, response).length > 0);
    if (operation.method !== "get" || !returns) return null;
    return operation.parameters.some(
      (parameter) => parameter.in === "query" && parameter.name === "fields",
    )
      ? null
      : { message: `\`${operation.label}\` has no query parameter \`fields\`.` };
  },
);

/** The caller may ask for parts of the answer. */
export const fieldsParameter: DefinedRule = {
  id,
  rule,
  check: async (side) => {
    const isStated =
      restApi(side)?.operations.some(({ parameters }) =>
        parameters.some((parameter) => parameter.in === "query" && parameter.name === "fields"),
      ) ?? false;
    return defaultHolds(
      await check(side),
      isStated,
      "No operation has the query parameter `fields`: answers are whole.",
    );
  },
};
