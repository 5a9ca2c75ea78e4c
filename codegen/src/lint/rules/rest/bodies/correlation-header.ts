import { responseRule } from "../view/define.ts";

/** Every answer names the correlation id. */
export const correlationHeader = responseRule(
  "rest/correlation-header",
  {
    title: "An answer without `X-Correlation-Id`",
    level: "error",
    why: "The specification has the correlation id in every answer; without the header a client cannot say which request it reports.",
    fix: "Declare the header `X-Correlation-Id`.",
    profile: "platform",
  },
  ({ response: { status, headers }, operation: { label } }) =>
    [...headers.keys()].some((name) => /^x-(correlation|request)-id$/i.test(name))
      ? null
      : { message: `The ${status} of \`${label}\` has no header \`X-Correlation-Id\`.` },
);
