import { responseRule } from "../view/define.ts";

/** 202 says where to ask how the work goes. */
export const acceptedHasOperation = responseRule(
  "rest/accepted-has-operation",
  {
    title: "202 without an operation or an address",
    level: "warn",
    elsewhere: "info",
    why: "The work goes on after the answer; without an operation or an address the client never learns how it ended.",
    fix: "Declare the header `Location`, or a body with the operation.",
  },
  ({ response: { status, headers, contents, node }, operation: { label } }) =>
    status !== "202" ||
    contents.length > 0 ||
    [...headers.keys()].some((name) => name.toLowerCase() === "location")
      ? null
      : {
          message: `The 202 of \`${label}\` names no operation: it has neither \`Location\` nor a body.`,
          at: node,
        },
);
