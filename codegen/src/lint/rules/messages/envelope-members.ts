import { eachMessage, mistakeOf, placeOf } from "./view/message-view.ts";
import { declarationsOf, keywordOf, typesOf } from "./view/schema-view.ts";

const expected: Readonly<Record<string, { readonly type: string; readonly format?: string }>> = {
  id: { type: "string", format: "uuid" },
  type: { type: "string" },
  source: { type: "string" },
  timestamp: { type: "string", format: "date-time" },
  correlation_id: { type: "string" },
  data: { type: "object" },
  metadata: { type: "object" },
};

/** The members of an envelope have the types that every service reads. */
export const envelopeMembers = eachMessage((view) => {
  const { tree, payload, isEnveloped } = view;
  if (!isEnveloped || payload === null) return [];
  return Object.entries(expected).flatMap(([name, { type, format }]) => {
    const declared = declarationsOf(tree, payload, name);
    const last = declared.at(-1);
    if (last === undefined) return [];
    const types = declared.flatMap((node) => [...typesOf(tree, node)]);
    const formats = declared.map((node) => keywordOf(tree, node, "format"));
    const isRight =
      types.every((found) => found === type) &&
      types.length > 0 &&
      (format === undefined || formats.includes(format));
    if (isRight) return [];
    const wanted =
      format === undefined ? `\`${type}\`` : `\`${type}\` with the format \`${format}\``;
    return [
      mistakeOf(view, {
        rule: "messages/envelope-members",
        message: `\`${name}\` in the envelope of \`${view.type}\` is no ${wanted}.`,
        place: placeOf(last),
        detail: name,
        hint: `declare it as ${wanted}`,
      }),
    ];
  });
});
