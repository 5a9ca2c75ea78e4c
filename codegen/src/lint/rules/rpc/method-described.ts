import { eachMethod } from "./view/each.ts";

/** Every method says what it does. */
export const methodDescribed = eachMethod((declared, view) => {
  if (view.commentOf(declared) !== "") return [];
  const message = `The method \`${declared.name}\` has no comment.`;
  return [{ rule: "rpc/method-described", message, hint: "add a comment: one sentence above it" }];
});
