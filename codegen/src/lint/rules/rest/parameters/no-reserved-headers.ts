import { parameterRule } from "../view/define.ts";

const reserved: ReadonlySet<string> = new Set(["accept", "content-type", "authorization"]);

/** OpenAPI describes these headers elsewhere. */
export const noReservedHeaders = parameterRule(
  "rest/no-reserved-headers",
  {
    title: "A header parameter that tools leave out",
    level: "warn",
    why: "OpenAPI says that parameters named `Accept`, `Content-Type` or `Authorization` are ignored; generated clients do not send them.",
    fix: "Name media types in `content`, and credentials in `security`.",
  },
  ({ parameter }) =>
    parameter.in === "header" && reserved.has(parameter.name.toLowerCase())
      ? {
          message: `The header parameter \`${parameter.name}\` is ignored by OpenAPI.`,
          hint:
            parameter.name.toLowerCase() === "authorization"
              ? "describe it in `security`"
              : "describe it in `content`",
        }
      : null,
);
