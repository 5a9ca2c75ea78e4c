import { eachService } from "./view/each.ts";

/** Every service says what it is for. */
export const serviceDescribed = eachService((declared, view) => {
  if (view.commentOf(declared) !== "") return [];
  const message = `The service \`${declared.name}\` has no comment.`;
  return [{ rule: "rpc/service-described", message, hint: "add a comment: one sentence above it" }];
});
