import { followed } from "../../../compat/asyncapi/view/layers.ts";
import { eachMessage, type MessageView, mistakeOf } from "./view/message-view.ts";
import { propertiesOf } from "./view/schema-view.ts";

/** Where some messages say what they belong to, all do: `correlation_id` of the envelope, or `correlationId` of AsyncAPI. */
export const correlationDeclared = eachMessage((view, all) => {
  if (isCorrelated(view) || !all.messages.some(isCorrelated)) return [];
  const text = `\`${view.type}\` carries no correlation id.`;
  const hint =
    "use the envelope, or declare `correlationId: { location: $message.header#/correlation_id }`";
  return [mistakeOf(view, { rule: "messages/correlation-declared", message: text, hint })];
});

function isCorrelated({ tree, payload, message }: MessageView): boolean {
  const inPayload =
    payload !== null &&
    propertiesOf(tree, payload).some(({ name, required }) => name === "correlation_id" && required);
  return inPayload || followed(tree, message.layers, "correlationId") !== null;
}
