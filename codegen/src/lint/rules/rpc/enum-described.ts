import { eachEnum } from "./view/each.ts";

/** Every enum says what it tells apart. */
export const enumDescribed = eachEnum((declared, view) => {
  if (view.commentOf(declared) !== "") return [];
  const message = `The enum \`${declared.name}\` has no comment.`;
  return [{ rule: "rpc/enum-described", message, hint: "add a comment: one sentence above it" }];
});
