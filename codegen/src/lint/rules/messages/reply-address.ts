import { eachOperation } from "./view/each-operation.ts";
import { placeOf } from "./view/message-view.ts";

/** An answer has somewhere to go: the address of its channel, or one that the request tells. */
export const replyAddress = eachOperation(({ key, reply }) => {
  if (reply === null || reply.location !== null || reply.channel?.address != null) return [];
  const message = `Nothing says where the answer to \`${key}\` goes.`;
  const hint = "add `address: { location: $message.payload#/metadata/reply_to }` to its `reply`";
  return [{ rule: "messages/reply-address", message, place: placeOf(reply.located), hint }];
});
