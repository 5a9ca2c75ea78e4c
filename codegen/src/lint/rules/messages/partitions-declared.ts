import { member } from "../../../load/pointer.ts";
import type { LintCheck } from "../../lint-rule.ts";
import { defaultHolds } from "../view/default-holds.ts";
import { eachChannel } from "./view/each-channel.ts";
import { messagesOf } from "./view/message-view.ts";

const each = eachChannel((view, messages) => {
  const isCarried = messages.some(({ purpose }) => purpose !== "reply");
  if (!isCarried || member(view.located.value, "x-berrys-partitions") !== undefined) return [];
  return [
    {
      rule: "messages/partitions-declared",
      message: `The channel \`${view.key}\` does not say how many partitions it has.`,
      hint: "add `x-berrys-partitions: 8`, or 1 where everything is in one order",
    },
  ];
});

/** Channels say how many partitions they have, because the number decides the order for ever. */
export const partitionsDeclared: LintCheck = (side) => {
  const isStated =
    messagesOf(side)?.view.channels.some(
      ({ located }) => member(located.value, "x-berrys-partitions") !== undefined,
    ) ?? false;
  return defaultHolds(
    each(side),
    isStated,
    "No channel says how many partitions it has: the default of one holds.",
  );
};
