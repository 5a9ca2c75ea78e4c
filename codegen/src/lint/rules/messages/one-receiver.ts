import { eachMessage, mistakeOf, placeOf } from "./view/message-view.ts";

/** A command asks exactly one service. */
export const oneReceiver = eachMessage((view) => {
  if (view.purpose !== "command") return [];
  const [first, ...others] = view.receivers;
  const other = others.find(({ service }) => service !== first?.service);
  if (first === undefined || other === undefined) return [];
  return [
    mistakeOf(view, {
      rule: "messages/one-receiver",
      message: `The command \`${view.type}\` is received by \`${first.service}\` and by \`${other.service}\`.`,
      place: placeOf(other.located),
      related: placeOf(first.located),
      hint: "let one of them receive it, and tell the other with an event",
    }),
  ];
});
