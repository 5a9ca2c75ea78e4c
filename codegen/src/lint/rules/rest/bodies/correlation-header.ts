import { declaredResponseRule } from "../view/define.ts";

/** Every answer names the correlation id. */
export const correlationHeader = declaredResponseRule(
  "rest/correlation-header",
  {
    title: "An answer without `X-Correlation-Id`",
    level: "error",
    why: "The specification has the correlation id in every answer; without the header a client cannot say which request it reports.",
    fix: "Declare the header `X-Correlation-Id`.",
    profile: "platform",
  },
  ({ response: { status, headers } }) =>
    [...headers.keys()].some((name) => /^x-(correlation|request)-id$/i.test(name))
      ? null
      : { message: `The response ${status} has no header \`X-Correlation-Id\`.` },
);
