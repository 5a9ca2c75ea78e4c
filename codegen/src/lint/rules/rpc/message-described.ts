import { eachMessage } from "./view/each.ts";

/** Every message says what it stands for. */
export const messageDescribed = eachMessage((declared, view) => {
  if (view.commentOf(declared) !== "") return [];
  const message = `The message \`${declared.name}\` has no comment.`;
  return [{ rule: "rpc/message-described", message, hint: "add a comment: one sentence above it" }];
});
