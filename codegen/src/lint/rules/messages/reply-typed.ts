import { eachOperation } from "./view/each-operation.ts";
import { placeOf } from "./view/message-view.ts";

/** Who is promised an answer knows what it looks like. */
export const replyTyped = eachOperation(({ key, reply }) => {
  if (reply === null || reply.messages.length > 0) return [];
  const message = `The operation \`${key}\` is answered, but not with any message.`;
  const hint = "add `messages` to its `reply`";
  return [{ rule: "messages/reply-typed", message, place: placeOf(reply.located), hint }];
});
