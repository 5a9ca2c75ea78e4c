import { eachMessage, memberPlace, mistakeOf } from "./view/message-view.ts";

/** Where some messages declare the envelope, all do; the runtime puts it around bare data otherwise. */
export const enveloped = eachMessage((view, all) => {
  if (!all.messages.some(({ isEnveloped }) => isEnveloped)) return [];
  if (view.isEnveloped || view.payload === null) return [];
  const text = `The payload of \`${view.type}\` is not wrapped in the envelope of events or commands.`;
  const hint =
    "begin it with `allOf: [{ $ref: <the envelope> }, …]`, a schema that says `x-berrys-envelope`";
  const place = memberPlace(view.message.located, "payload");
  return [mistakeOf(view, { rule: "messages/enveloped", message: text, place, hint })];
});
