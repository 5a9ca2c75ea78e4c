import { eachChannel } from "./view/each-channel.ts";

/** A channel carries something. */
export const channelEmpty = eachChannel(({ key, messages }) => {
  if (messages.length > 0) return [];
  const message = `The channel \`${key}\` carries no message.`;
  return [
    { rule: "messages/channel-empty", message, hint: "add `messages`, or remove the channel" },
  ];
});
