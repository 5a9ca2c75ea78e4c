import { eachMessage, memberPlace, mistakeOf } from "./view/message-view.ts";
import { typesOf } from "./view/schema-view.ts";

/** A payload is an object, which can grow; a bare text or list cannot. */
export const payloadObject = eachMessage((view) => {
  const { tree, data } = view;
  const types = data === null ? new Set<string>() : typesOf(tree, data);
  if (data === null || types.size === 0 || types.has("object")) return [];
  const list = [...types].map((type) => `\`${type}\``).join(" or ");
  return [
    mistakeOf(view, {
      rule: "messages/payload-object",
      message: `The payload of \`${view.type}\` is ${list} and no object.`,
      place: memberPlace(view.message.located, "payload"),
      hint: "wrap it in an object with one property",
    }),
  ];
});
