import { declaredResponseRule } from "../view/define.ts";

/** 201 says where the new thing is. */
export const createdHasLocation = declaredResponseRule(
  "rest/created-has-location",
  {
    title: "201 without `Location`",
    level: "warn",
    elsewhere: "info",
    why: "The client has to build the address of what it created from parts of the body, and breaks when the address changes.",
    fix: "Declare the header `Location`.",
  },
  ({ response: { status, headers, node } }) =>
    status !== "201" || [...headers.keys()].some((name) => name.toLowerCase() === "location")
      ? null
      : { message: `The response 201 has no header \`Location\`.`, at: node },
);
