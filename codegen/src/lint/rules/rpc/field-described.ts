import { eachField } from "./view/each.ts";

/** Every field says what it holds. */
export const fieldDescribed = eachField((declared, view) => {
  if (view.commentOf(declared) !== "") return [];
  const message = `The field \`${declared.name}\` has no comment.`;
  return [{ rule: "rpc/field-described", message, hint: "add a comment: one sentence above it" }];
});
