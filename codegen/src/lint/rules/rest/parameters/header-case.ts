import { child } from "../../../../load/reference.ts";
import { parameterRule } from "../view/define.ts";

/** Headers are written in words with capitals. */
export const headerCase = parameterRule(
  "rest/header-case",
  {
    title: "A header that is not written as words with hyphens",
    level: "info",
    why: "Case does not matter on the wire, but proxies drop headers with underscores, and people look for `X-Correlation-Id`.",
    fix: "Write words with hyphens between them, such as `Idempotency-Key`.",
  },
  ({ parameter }) =>
    parameter.in !== "header" || /^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$/.test(parameter.name)
      ? null
      : {
          message: `The header \`${parameter.name}\` is not written as words with hyphens.`,
          at: child(parameter.node, "name"),
          part: "value",
          hint: `write \`${parameter.name.replaceAll(/[^A-Za-z0-9]+/g, "-")}\``,
        },
);
