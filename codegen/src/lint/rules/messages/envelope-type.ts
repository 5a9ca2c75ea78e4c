import { eachMessage, memberPlace, mistakeOf } from "./view/message-view.ts";
import { declarationsOf, valuesOf } from "./view/schema-view.ts";

/** The `type` of an envelope is the constant name of its message. */
export const envelopeType = eachMessage((view) => {
  const { tree, payload, isEnveloped, type } = view;
  if (!isEnveloped || payload === null) return [];
  const [declared] = declarationsOf(tree, payload, "type");
  const values = declared === undefined ? null : valuesOf(tree, declared);
  if (values?.length === 1 && values[0] === type) return [];
  const place = memberPlace(view.message.located, "payload");
  const text = `The payload of \`${type}\` does not say that its \`type\` is \`${type}\`.`;
  const hint = `narrow the envelope with \`type: { const: ${type} }\``;
  return [mistakeOf(view, { rule: "messages/envelope-type", message: text, place, hint })];
});
