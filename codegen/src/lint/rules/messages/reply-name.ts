import { eachOperation } from "./view/each-operation.ts";
import { placeOf } from "./view/message-view.ts";

/** The answer to `model.execute` is `model.execute_reply`. */
export const replyName = eachOperation(({ key, messages, reply }) => {
  const [request] = messages;
  if (request === undefined || reply === null || messages.length > 1) return [];
  return reply.messages
    .filter(({ type }) => type !== `${request.type}_reply`)
    .map(({ type }) => ({
      rule: "messages/reply-name",
      message: `The answer to \`${request.type}\` is called \`${type}\`.`,
      place: placeOf(reply.located),
      detail: `${key} ${type}`,
      hint: `call it \`${request.type}_reply\``,
    }));
});
