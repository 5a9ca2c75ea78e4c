import { eachMethod } from "./view/each.ts";

/** The answer of a list that takes a cursor tells the next one. */
export const listTellsNext = eachMethod(({ name, input, output, methodKind }) => {
  const takes = input.fields.some((field) => ["cursor", "page_token"].includes(field.name));
  const tells = output.fields.some((field) => /^next_|^has_more$/.test(field.name));
  if (!/^(List|Search)[A-Z]/.test(name) || !takes || tells || methodKind !== "unary") return [];
  const message = `\`${name}\` takes a cursor, but \`${output.name}\` does not tell the next one.`;
  return [
    { rule: "rpc/list-tells-next", message, hint: "add `string next_cursor` to the response" },
  ];
});
