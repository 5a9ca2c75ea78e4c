import { child, children } from "../../../load/reference.ts";
import type { LintCheck } from "../../lint-rule.ts";
import { messagesOf, placeOf } from "../messages/view/message-view.ts";

/** Who is in the table of subscribers follows indeed. */
export const subscriberMissing: LintCheck = (side) => {
  const all = messagesOf(side);
  return (all?.view.channels ?? []).flatMap((channel) => {
    const followers = new Set(
      all?.view.operations
        .filter((operation) => operation.action === "receive" && operation.channel === channel)
        .map(({ service }) => service),
    );
    return children(child(channel.located, "x-berrys-subscribers"))
      .filter(([, { value }]) => typeof value === "string" && !followers.has(value))
      .map(([, entry]) => ({
        rule: "topology/subscriber-missing",
        kind: "asyncapi" as const,
        message: `\`${String(entry.value)}\` is a subscriber of the channel \`${channel.key}\`, but does not follow it.`,
        path: `channel ${channel.label}`,
        place: placeOf(entry, "value"),
        channel: channel.label,
        detail: String(entry.value),
        services: [String(entry.value)],
        hint: "add its operation, or take it out of `x-berrys-subscribers`",
      }));
  });
};
