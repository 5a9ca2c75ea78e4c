import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, mistakeOf, placeOf } from "./view/message-view.ts";

/** Events are for everybody, commands for one: they travel on channels of their own. */
export const oneKindAChannel: LintCheck = (side) => {
  const groups = Map.groupBy(messagesOf(side)?.messages ?? [], ({ channel }) => channel);
  return [...groups].flatMap(([channel, messages]) => {
    const event = messages.find(({ purpose }) => purpose === "event");
    const command = messages.find(({ purpose }) => purpose === "command");
    if (event === undefined || command === undefined) return [];
    const text = `The channel \`${channel.key}\` carries the event \`${event.type}\` and the command \`${command.type}\`.`;
    return [
      mistakeOf(command, {
        rule: "messages/one-kind-a-channel",
        message: text,
        path: `channel ${channel.label}`,
        place: placeOf(channel.located),
        related: placeOf(command.message.located),
        hint: "give the commands a channel of their own",
      }),
    ];
  });
};
