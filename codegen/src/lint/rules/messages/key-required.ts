import { segmentsOf } from "../../../load/pointer.ts";
import type { Located } from "../../../load/reference.ts";
import { eachMessage, type MessageView, mistakeOf, placeOf } from "./view/message-view.ts";
import { isNullable, propertiesOf, typesOf } from "./view/schema-view.ts";

/** The ordering key is in every message: required at each step, a text or a whole number, never null. */
export const keyRequired = eachMessage((view) => {
  const key = view.extension("x-berrys-key");
  if (
    key === null ||
    typeof key.value !== "string" ||
    view.data === null ||
    view.purpose === "reply"
  )
    return [];
  const problem = problemOf(view, view.data, segmentsOf(key.value));
  if (problem === null) return [];
  return [
    mistakeOf(view, {
      rule: "messages/key-required",
      message: `The key \`${key.value}\` of \`${view.type}\` ${problem.text}.`,
      related: placeOf(key),
      ...(problem.at === null ? {} : { place: placeOf(problem.at) }),
      hint: "name a required property that is a text or a whole number",
    }),
  ];
});

function problemOf(
  { tree }: MessageView,
  data: Located,
  segments: readonly string[],
): { readonly text: string; readonly at: Located | null } | null {
  let node = data;
  for (const segment of segments) {
    const property = propertiesOf(tree, node).find(({ name }) => name === segment);
    if (property === undefined) return { text: "names no property of its data", at: null };
    if (!property.required)
      return { text: `may be missing: \`${segment}\` is optional`, at: property.node };
    node = property.node;
  }
  if (isNullable(tree, node)) return { text: "may be null", at: node };
  const types = typesOf(tree, node);
  const isScalar = [...types].every((type) => type === "string" || type === "integer");
  return isScalar ? null : { text: `is no text or whole number`, at: node };
}
