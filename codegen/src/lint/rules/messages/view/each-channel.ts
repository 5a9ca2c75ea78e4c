import type { Channel } from "../../../../compat/asyncapi/view/view.ts";
import type { LintCheck, LintMistake } from "../../../lint-rule.ts";
import { type MessageView, messagesOf, placeOf } from "./message-view.ts";

/** A check that looks at every channel with the messages whose first channel it is. */
export function eachChannel(
  check: (
    channel: Channel,
    messages: readonly MessageView[],
  ) => readonly (Pick<LintMistake, "rule" | "message"> & Partial<LintMistake>)[],
): LintCheck {
  return (side) => {
    const all = messagesOf(side);
    if (all === null) return [];
    const carried = Map.groupBy(all.messages, ({ channel }) => channel);
    return all.view.channels.flatMap((channel) =>
      check(channel, carried.get(channel) ?? []).map((mistake) => ({
        kind: "asyncapi",
        path: `channel ${channel.label}`,
        place: placeOf(channel.located),
        channel: channel.label,
        ...mistake,
      })),
    );
  };
}
