import { followed } from "../../../compat/asyncapi/view/layers.ts";
import { eachMessage, mistakeOf } from "./view/message-view.ts";
import { propertiesOf } from "./view/schema-view.ts";

/** Each message says what it belongs to: `correlation_id` of the envelope, or `correlationId` of AsyncAPI. */
export const correlationDeclared = eachMessage((view) => {
  const { tree, payload, message } = view;
  const inPayload =
    payload !== null &&
    propertiesOf(tree, payload).some(({ name, required }) => name === "correlation_id" && required);
  if (inPayload || followed(tree, message.layers, "correlationId") !== null) return [];
  const text = `\`${view.type}\` carries no correlation id.`;
  const hint =
    "use the envelope, or declare `correlationId: { location: $message.header#/correlation_id }`";
  return [mistakeOf(view, { rule: "messages/correlation-declared", message: text, hint })];
});
