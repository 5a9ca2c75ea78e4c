import { responseRule } from "../view/define.ts";

/** Reading returns something. */
export const contentOnSuccess = responseRule(
  "rest/content-on-success",
  {
    title: "A GET whose 200 has no body",
    level: "warn",
    elsewhere: "info",
    why: "The 200 of a GET carries what was asked for; without `content` generated clients return nothing.",
    fix: "Describe the body in `content`.",
  },
  ({ response: { status, contents, node }, operation: { method, label } }) =>
    method === "get" && status === "200" && contents.length === 0
      ? { message: `The 200 of \`${label}\` has no body.`, at: node }
      : null,
);
