import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, mistakeOf } from "./view/message-view.ts";

/** A channel of events is a category: whoever follows it gets one kind of facts in order. */
export const oneCategoryAChannel: LintCheck = (side) => {
  const events = (messagesOf(side)?.messages ?? []).filter(({ purpose }) => purpose === "event");
  return [...Map.groupBy(events, ({ channel }) => channel)].flatMap(([channel, messages]) => {
    const [first] = messages;
    const category = first?.type.split(".")[0];
    return messages
      .filter(({ type }) => type.split(".")[0] !== category)
      .map((view) =>
        mistakeOf(view, {
          rule: "messages/one-category-a-channel",
          message: `The event \`${view.type}\` travels on the channel \`${channel.key}\` of the category \`${category}\`.`,
          hint: "move it to the channel of its category",
        }),
      );
  });
};
