import { eachMessage, mistakeOf, placeOf } from "./view/message-view.ts";
import { propertiesOf } from "./view/schema-view.ts";

const always = ["id", "type", "source", "timestamp", "correlation_id", "data"];

/** An envelope tells who said what when, and what it belongs to. */
export const envelopeComplete = eachMessage((view) => {
  const { envelope } = view.message;
  if (!view.isEnveloped || view.payload === null || envelope === null) return [];
  const properties = new Map(
    propertiesOf(view.tree, view.payload).map((property) => [property.name, property]),
  );
  const lacking = [
    ...always.filter((name) => properties.get(name)?.required !== true),
    ...(properties.has("metadata") ? [] : ["metadata"]),
  ];
  if (lacking.length === 0) return [];
  const list = lacking.map((name) => `\`${name}\``).join(", ");
  return [
    mistakeOf(view, {
      rule: "messages/envelope-complete",
      message: `The envelope of \`${view.type}\` lacks, or does not require, ${list}.`,
      related: placeOf(envelope),
      detail: lacking.join(" "),
      hint: "declare them in the envelope; all but `metadata` are required",
    }),
  ];
});
