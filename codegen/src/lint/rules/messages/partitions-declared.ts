import { member } from "../../../load/pointer.ts";
import { eachChannel } from "./view/each-channel.ts";

/** Channels say how many partitions they have, because the number decides the order for ever. */
export const partitionsDeclared = eachChannel((view, messages) => {
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
