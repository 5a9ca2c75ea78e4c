import { followed } from "../../../compat/asyncapi/view/layers.ts";
import { member, segmentsOf } from "../../../load/pointer.ts";
import type { Located } from "../../../load/reference.ts";
import { eachMessage, memberPlace, mistakeOf } from "./view/message-view.ts";
import { propertiesOf } from "./view/schema-view.ts";

/** The location of a correlation id names a member that every message has. */
export const correlationLocation = eachMessage((view) => {
  const { tree, message, payload } = view;
  const correlation = followed(tree, message.layers, "correlationId");
  const location = member(correlation?.value, "location");
  if (correlation === null || typeof location !== "string") return [];
  const [, part, pointer = ""] = /^\$message\.(header|payload)#(\/.*)?$/.exec(location) ?? [];
  const schema = part === "header" ? message.headers.schema : payload;
  const problem =
    part === undefined
      ? "is no place in a message"
      : schema === null
        ? null
        : lackOf(segmentsOf(pointer));
  if (problem === null) return [];
  return [
    mistakeOf(view, {
      rule: "messages/correlation-location",
      message: `The correlation id of \`${view.type}\` is at \`${location}\`, which ${problem}.`,
      place: memberPlace(correlation, "location", "value"),
      hint: "name a required member, as `$message.header#/correlation_id` does",
    }),
  ];

  function lackOf(segments: readonly string[]): string | null {
    let at: Located | null = schema;
    for (const segment of segments) {
      const known = at === null ? [] : propertiesOf(tree, at);
      // An object that declares no members may hold any.
      if (known.length === 0) return null;
      const property = known.find(({ name }) => name === segment);
      if (property === undefined) return `has no \`${segment}\``;
      if (!property.required) return `may lack \`${segment}\``;
      at = property.node;
    }
    return null;
  }
});
